package com.ransomleak.provisioning.scim.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ransomleak.provisioning.fixture.Examples;
import com.ransomleak.provisioning.quirks.ClientQuirks;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.filter.Filter;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.unboundid.scim2.common.GenericScimResource;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Section M of the matrix, from the request's JSON to the document's: the folder {@code
 * scim/patch}.
 *
 * <pre>{@code
 * "document"    before; bob@x when it is not given
 * "operations"  of the PATCH, or "patch" for the whole body
 * "expected"    after; or "unchanged": true; or "error": {"status","scimType","detail" contains}
 * "members"     operations on a group's members, which are not the Patcher's to apply
 * "tolerances"  exactly those used
 * "strictly"    after, in strict mode, where that is something else
 * "ping"        true: Ping's SDK must come to the same result
 * }</pre>
 *
 * The resource's id is {@code "42"}.
 */
class PatchExamplesTest {
  private static final String ID = "42";
  private static final ObjectMapper JACKSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicNode> patch() {
    return Examples.of("patch", PatchExamplesTest::check);
  }

  private static void check(JsonObject example) {
    Warnings warnings = new Warnings();
    if (example.containsKey("error")) {
      checkError(
          example.getJsonObject("error"),
          assertThrows(ScimException.class, () -> apply(example, warnings)));
      return;
    }
    JsonObject after = apply(example, warnings);
    assertEquals(expected(example), after);
    assertEquals(Examples.expectedWarnings(example), Examples.used(warnings));
    assertEquals(
        after,
        DocumentReader.read(after, Examples.type(example), new Warnings()),
        "The result is canonical: reading it again changes nothing.");
  }

  @TestFactory
  @DisplayName("S-28, Dec-1, Dec-5, Dec-7, Dec-8, Dec-13, Dec-14: strictly, all else is the same")
  Stream<DynamicNode> strictly() {
    return Examples.of("patch", PatchExamplesTest::checkStrictly);
  }

  private static void checkStrictly(JsonObject example) {
    if (example.containsKey("error") || Examples.isRefusedStrictly(example)) {
      assertThrows(ScimException.class, () -> apply(example, Warnings.strict()));
    } else {
      JsonObject expected =
          example.containsKey("strictly")
              ? complete(example, example.getJsonObject("strictly"))
              : expected(example);
      assertEquals(expected, apply(example, Warnings.strict()));
    }
  }

  private static void checkError(JsonObject expected, ScimException error) {
    assertEquals(expected.getInt("status", 400), error.status());
    assertEquals(
        expected.getString("scimType", null), error.type().map(ScimType::keyword).orElse(null));
    String detail = expected.getString("detail", "");
    assertTrue(error.detail().contains(detail), error.detail());
  }

  private static JsonObject apply(JsonObject example, Warnings warnings) {
    ResourceType type = Examples.type(example);
    List<PatchOperation> operations =
        PatchRequest.parse(
            ClientQuirks.normalisePatch(body(example), type, warnings), type, warnings);
    checkMembers(example, operations.stream().filter(o -> o.isAbout("members")).toList());
    return Patcher.apply(
        document(example),
        ID,
        operations.stream().filter(o -> !o.isAbout("members")).toList(),
        type,
        warnings);
  }

  private static void checkMembers(JsonObject example, List<PatchOperation> operations) {
    JsonArrayBuilder described = ScimJson.array();
    operations.forEach(operation -> described.add(describe(operation)));
    assertEquals(example.getOrDefault("members", JsonValue.EMPTY_JSON_ARRAY), described.build());
  }

  private static JsonObject describe(PatchOperation operation) {
    return ScimJson.object()
        .add("op", operation.op().name().toLowerCase(Locale.ROOT))
        .add("path", operation.path().target().toString())
        .add("filter", operation.path().filter().map(Filter::text).orElse(""))
        .add("value", operation.value())
        .build();
  }

  private static JsonObject body(JsonObject example) {
    return example.containsKey("patch")
        ? example.getJsonObject("patch")
        : ScimJson.object()
            .add("schemas", ScimJson.array().add(PatchRequest.URN))
            .add("Operations", example.getJsonArray("operations"))
            .build();
  }

  private static JsonObject document(JsonObject example) {
    return example.containsKey("document")
        ? complete(example, example.getJsonObject("document"))
        : complete(example, ScimJson.object().add("userName", "bob@x").build());
  }

  private static JsonObject expected(JsonObject example) {
    return example.getBoolean("unchanged", false)
        ? document(example)
        : complete(example, example.getJsonObject("expected"));
  }

  /** Examples leave out {@code schemas} where it is just what the data says. */
  private static JsonObject complete(JsonObject example, JsonObject document) {
    return document.containsKey("schemas")
        ? document
        : DocumentReader.assemble(document, Examples.type(example));
  }

  @TestFactory
  Stream<DynamicTest> pingAgreesWhereTheRequestIsPlain() {
    return Examples.examples("patch")
        .filter(example -> example.getBoolean("ping", false))
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.toString(),
                    () ->
                        assertEquals(
                            withoutSchemas(expected(example)), withoutSchemas(ping(example)))));
  }

  private static JsonObject ping(JsonObject example) throws Exception {
    GenericScimResource resource =
        new GenericScimResource((ObjectNode) JACKSON.readTree(ScimJson.write(document(example))));
    JsonArray operations = body(example).getJsonArray("Operations");
    com.unboundid.scim2.common.utils.JsonUtils.getObjectReader()
        .forType(com.unboundid.scim2.common.messages.PatchRequest.class)
        .<com.unboundid.scim2.common.messages.PatchRequest>readValue(
            ScimJson.write(
                ScimJson.object()
                    .add("schemas", ScimJson.array().add(PatchRequest.URN))
                    .add("Operations", operations)
                    .build()))
        .apply(resource);
    return ScimJson.parse(
        JACKSON.writeValueAsString(resource.getObjectNode()).getBytes(StandardCharsets.UTF_8));
  }

  /** Ping leaves {@code schemas} to the server. */
  private static JsonObject withoutSchemas(JsonObject document) {
    return ScimJson.object(document).remove("schemas").build();
  }
}
