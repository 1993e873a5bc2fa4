package com.ransomleak.provisioning.fuzz;

import com.ransomleak.provisioning.dialect.ClientQuirks;
import com.ransomleak.provisioning.scim.Tolerances;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.KeyExtractor;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schemas;
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
    Tolerances tolerances = new Tolerances();
    JsonObject request = ClientQuirks.normaliseDocument(ScimJson.parse(body), type, tolerances);
    JsonObject document = DocumentReader.read(request, type, tolerances);
    KeyExtractor.keys(document, type);
    Target.same(document, DocumentReader.read(document, type, new Tolerances()));
  }
}
