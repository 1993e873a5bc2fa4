package com.ransomleak.provisioning.fuzz;

import com.ransomleak.provisioning.quirks.ClientQuirks;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.scim.schema.SearchKeys;
import jakarta.json.JsonObject;
import java.util.Arrays;

/** The body of a POST: what is stored would be stored the same when it is sent back. */
public final class DocumentTarget {
  private DocumentTarget() {}

  /** The first byte chooses the type. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0) {
      ResourceType type = input[0] == 'g' ? Schemas.group() : Schemas.user();
      Target.accepts(() -> read(Arrays.copyOfRange(input, 1, input.length), type));
    }
  }

  private static void read(byte[] body, ResourceType type) {
    Warnings warnings = new Warnings();
    JsonObject request = ClientQuirks.normaliseDocument(ScimJson.parse(body), type, warnings);
    JsonObject document = DocumentReader.read(request, type, warnings);
    SearchKeys.of(document, type);
    Target.same(document, DocumentReader.read(document, type, new Warnings()));
  }
}
