package com.ransomleak.provisioning.scim.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import com.ransomleak.provisioning.scim.Tolerances;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.Schemas;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
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

  private static String emails(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "{\"value\":\"a%d@x\",\"type\":\"other\"}".formatted(i))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static JsonObject patch(JsonObject user, String operations) {
    Tolerances tolerances = new Tolerances();
    JsonObject request =
        json("{\"schemas\":[\"%s\"],\"Operations\":[%s]}".formatted(PatchRequest.URN, operations));
    return Patcher.apply(
        user,
        "id",
        PatchRequest.parse(request, Schemas.user(), tolerances),
        Schemas.user(),
        tolerances);
  }

  private static JsonObject json(String text) {
    return ScimJson.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
