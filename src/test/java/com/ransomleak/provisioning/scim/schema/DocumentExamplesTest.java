package com.ransomleak.provisioning.scim.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.fixture.Examples;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Sections S and U of the matrix, as far as a body decides them: the folder {@code scim/document}.
 *
 * <pre>{@code
 * "body"        of a POST or PUT; without schemas the type's own are added, unless "asIs" is true
 * "expected"    the canonical document; or "error": {"scimType","detail" contains}
 * "tolerances"  exactly those used
 * }</pre>
 */
class DocumentExamplesTest {
  @TestFactory
  Stream<DynamicNode> document() {
    return Examples.of("document", DocumentExamplesTest::check);
  }

  private static void check(JsonObject example) {
    ResourceType type = Examples.type(example);
    JsonObject body = body(example, type);
    Warnings warnings = new Warnings();
    if (example.containsKey("error")) {
      ScimException error =
          assertThrows(ScimException.class, () -> DocumentReader.read(body, type, warnings));
      JsonObject expected = example.getJsonObject("error");
      assertEquals(400, error.status());
      assertEquals(
          expected.getString("scimType"), error.type().map(ScimType::keyword).orElse(null));
      assertTrue(error.detail().contains(expected.getString("detail")), error.detail());
      assertFalse(error.detail().contains("s3cret"), "A detail repeats no value.");
      return;
    }
    JsonObject document = DocumentReader.read(body, type, warnings);
    JsonObject expected = example.getJsonObject("expected");
    assertEquals(
        expected.containsKey("schemas") ? expected : DocumentReader.assemble(expected, type),
        document);
    assertEquals(Examples.expectedWarnings(example), Examples.used(warnings));
    assertEquals(document, DocumentReader.read(document, type, new Warnings()));
    if (Examples.isRefusedStrictly(example)) {
      assertThrows(ScimException.class, () -> DocumentReader.read(body, type, Warnings.strict()));
    } else {
      assertEquals(document, DocumentReader.read(body, type, Warnings.strict()));
    }
  }

  private static JsonObject body(JsonObject example, ResourceType type) {
    JsonObject body = example.getJsonObject("body");
    return body.containsKey("schemas") || example.getBoolean("asIs", false)
        ? body
        : ScimJson.object(body).add("schemas", ScimJson.array().add(type.core().id())).build();
  }
}
