package com.ransomleak.provisioning.fuzz;

import com.ransomleak.provisioning.quirks.ClientQuirks;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.patch.PatchOperation;
import com.ransomleak.provisioning.scim.patch.PatchRequest;
import com.ransomleak.provisioning.scim.patch.Patcher;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.scim.schema.SearchKeys;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The body of a PATCH, applied: what comes out is a document as a POST would store it. */
public final class PatchTarget {
  private static final JsonObject USER =
      document(
          """
          {"userName":"bob@x","active":true,"title":"T","externalId":"7",
           "name":{"givenName":"B","familyName":"X"},
           "emails":[{"value":"b@x","type":"work","primary":true},{"value":"h@x","type":"home"}],
           "phoneNumbers":[{"value":"1","type":"work"}],
           "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
             {"department":"D","manager":{"value":"m"}},
           "urn:x:y":{"a":[1,{"b":null}]}}
          """,
          Schemas.user());
  private static final JsonObject GROUP = document("{\"displayName\":\"G\"}", Schemas.group());

  private PatchTarget() {}

  /** The first byte chooses the type. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0) {
      byte[] body = Arrays.copyOfRange(input, 1, input.length);
      Target.accepts(
          () -> {
            if (input[0] == 'g') {
              patch(body, GROUP, Schemas.group());
            } else {
              patch(body, USER, Schemas.user());
            }
          });
    }
  }

  private static void patch(byte[] body, JsonObject document, ResourceType type) {
    Warnings warnings = new Warnings();
    JsonObject request = ClientQuirks.normalisePatch(ScimJson.parse(body), type, warnings);
    List<PatchOperation> operations =
        PatchRequest.parse(request, type, warnings).stream()
            .filter(operation -> !operation.isAbout("members"))
            .toList();
    JsonObject after = Patcher.apply(document, "42", operations, type, warnings);
    SearchKeys.of(after, type);
    Target.same(after, DocumentReader.read(after, type, new Warnings()));
  }

  private static JsonObject document(String json, ResourceType type) {
    return DocumentReader.read(
        ScimJson.parse(json.getBytes(StandardCharsets.UTF_8)), type, new Warnings());
  }
}
