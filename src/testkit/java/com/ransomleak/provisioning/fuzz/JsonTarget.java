package com.ransomleak.provisioning.fuzz;

import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** A body: what is read and written is read as the same again. */
public final class JsonTarget {
  private JsonTarget() {}

  public static void fuzzerTestOneInput(byte[] body) {
    Target.accepts(
        () -> {
          JsonObject read = ScimJson.parse(body);
          byte[] written = ScimJson.write(read).getBytes(StandardCharsets.UTF_8);
          Target.same(read, ScimJson.parse(written));
        });
  }
}
