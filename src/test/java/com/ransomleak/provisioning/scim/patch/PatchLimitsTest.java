package com.ransomleak.provisioning.scim.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.fixture.CountedText;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.Schemas;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a PATCH may cost and leave behind. */
class PatchLimitsTest {

  @Test
  @DisplayName("N-07: operations times elements are bounded, not only either")
  void comparisons() {
    JsonObject user = json("{\"userName\":\"bob\",\"emails\":%s}".formatted(emails(0, 500)));
    String removal = "{\"op\":\"remove\",\"path\":\"emails\",\"value\":%s}";
    assertEquals(300, patch(user, removal.formatted(emails(0, 200))).getJsonArray("emails").size());
    ScimException refusal =
        assertThrows(
            ScimException.class, () -> patch(user, removal.formatted(emails(1_000, 1_500))));
    assertEquals(413, refusal.status());
  }

  @Test
  @DisplayName("Dec-7, L-06: what no schema describes is kept, up to 64 Ki characters")
  void unknownData() {
    JsonObject user = json("{\"userName\":\"bob\"}");
    String data = "{\"op\":\"add\",\"value\":{\"urn:x:y\":{\"a\":\"%s\"}}}";
    assertEquals(3, patch(user, data.formatted("b".repeat(65_000))).size());
    ScimException refusal =
        assertThrows(ScimException.class, () -> patch(user, data.formatted("b".repeat(65_536))));
    assertEquals(Optional.of(ScimType.INVALID_VALUE), refusal.type());
    JsonObject formerly =
        json("{\"userName\":\"bob\",\"urn:x:y\":{\"a\":\"%s\"}}".formatted("b".repeat(70_000)));
    JsonObject inactive =
        patch(formerly, "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}");
    assertFalse(
        inactive.getBoolean("active"), "Nobody stays active because of what was kept before.");
  }

  @Test
  @DisplayName("Dec-7, L-06: what is added to a list is measured first, and compared once")
  void undeclaredLists() {
    CountedText.Counts counts = new CountedText.Counts();
    JsonObject user = withTags(CountedText.list(1_000, counts));
    JsonObject more = addTags(CountedText.list(2_000, counts));
    assertEquals(2_000, tags(patch(user, more)).size());
    assertTrue(counts.compared < 5_000, () -> counts.compared + " comparisons");

    counts.compared = 0;
    counts.hashed = 0;
    JsonObject tooMuch = addTags(CountedText.list(20_000, counts));
    ScimException refusal = assertThrows(ScimException.class, () -> patch(user, tooMuch));
    assertEquals(Optional.of(ScimType.INVALID_VALUE), refusal.type());
    assertEquals(0, counts.compared + counts.hashed);
  }

  @Test
  @DisplayName("Dec-7, N-07: operations on undeclared data times its values are bounded")
  void undeclaredDataOverAndOver() {
    CountedText.Counts counts = new CountedText.Counts();
    JsonObject user = withTags(CountedText.list(1_000, counts));
    String add = "{\"op\":\"add\",\"path\":\"urn:x:y:tags\",\"value\":7}";
    assertEquals(1_001, tags(patch(user, repeated(add, 100))).size());
    assertTrue(counts.printed <= 1_000, () -> counts.printed + " printed by 100 operations");
    for (String operation :
        List.of(add, "{\"op\":\"add\",\"value\":{\"urn:x:y\":{\"tags\":[7]}}}")) {
      ScimException refusal =
          assertThrows(ScimException.class, () -> patch(user, repeated(operation, 300)));
      assertEquals(413, refusal.status());
    }
    String urns =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "\"urn:x:%d\":{\"a\":1}".formatted(i))
            .collect(Collectors.joining(",", "{\"op\":\"add\",\"value\":{", "}}"));
    assertEquals(413, assertThrows(ScimException.class, () -> patch(user, urns)).status());
  }

  private static String repeated(String operation, int times) {
    return String.join(",", Collections.nCopies(times, operation));
  }

  private static JsonObject addTags(JsonArray tags) {
    return ScimJson.object()
        .add("op", "add")
        .add("path", "urn:x:y:tags")
        .add("value", tags)
        .build();
  }

  private static JsonObject withTags(JsonArray tags) {
    return ScimJson.object()
        .add("userName", "bob")
        .add("urn:x:y", ScimJson.object().add("tags", tags))
        .build();
  }

  private static JsonArray tags(JsonObject user) {
    return user.getJsonObject("urn:x:y").getJsonArray("tags");
  }

  private static String emails(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "{\"value\":\"a%d@x\",\"type\":\"other\"}".formatted(i))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static JsonObject patch(JsonObject user, String operations) {
    return patch(user, json("{\"list\":[" + operations + "]}").getJsonArray("list"));
  }

  private static JsonObject patch(JsonObject user, JsonObject operation) {
    return patch(user, ScimJson.array().add(operation).build());
  }

  private static JsonObject patch(JsonObject user, JsonArray operations) {
    Warnings warnings = new Warnings();
    JsonObject request =
        ScimJson.object()
            .add("schemas", ScimJson.array().add(PatchRequest.URN))
            .add("Operations", operations)
            .build();
    return Patcher.apply(
        user,
        "id",
        PatchRequest.parse(request, Schemas.user(), warnings),
        Schemas.user(),
        warnings);
  }

  private static JsonObject json(String text) {
    return ScimJson.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
