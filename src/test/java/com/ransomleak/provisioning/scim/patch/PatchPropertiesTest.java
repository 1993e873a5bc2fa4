package com.ransomleak.provisioning.scim.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.ransomleak.provisioning.fixture.OddText;
import com.ransomleak.provisioning.fixture.RandomResources;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.Schemas;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is true of PATCH whatever the user and whatever the attribute. */
class PatchPropertiesTest {
  private static final int USERS = 300;

  @Test
  @DisplayName("M-31, M-32: replacing once more with the same changes nothing")
  void replaceTwiceIsReplaceOnce() {
    forRandomUsers(
        (before, attribute) -> {
          JsonObject once = patch(before, "replace", attribute);
          assertEquals(once, patch(once, "replace", attribute));
        });
  }

  @Test
  @DisplayName("M-20: adding what is there changes nothing")
  void addTwiceIsAddOnce() {
    forRandomUsers(
        (before, attribute) -> {
          JsonObject once = patch(before, "add", attribute);
          assertEquals(once, patch(once, "add", attribute));
        });
  }

  @Test
  @DisplayName("M-22, M-23: remove takes exactly the attribute away")
  void removeTakesOnlyTheAttribute() {
    forRandomUsers(
        (before, attribute) -> {
          if (!Set.of("userName", "active").contains(attribute.getKey())) {
            JsonObject after = patch(patch(before, "replace", attribute), "remove", attribute);
            assertFalse(after.containsKey(attribute.getKey()));
            assertEquals(without(before, attribute.getKey()), without(after, attribute.getKey()));
          }
        });
  }

  @Test
  @DisplayName("M-28: replacing with all of another user's attributes gives that user's attributes")
  void replaceWithoutPathIsReplaceOfEach() {
    forRandomUsers(
        (before, attribute) -> {
          JsonObject value =
              ScimJson.object().add(attribute.getKey(), attribute.getValue()).build();
          JsonObject operation = ScimJson.object().add("op", "replace").add("value", value).build();
          assertEquals(patch(before, "replace", attribute), patch(before, operation));
        });
  }

  @Test
  @DisplayName("R-01: reading one's own document changes nothing")
  void aDocumentReadAgainIsTheSame() {
    forRandomUsers(
        (before, attribute) ->
            assertEquals(before, DocumentReader.read(before, Schemas.user(), new Warnings())));
  }

  /** Each attribute of one random user upon another one. */
  private static void forRandomUsers(
      BiConsumer<JsonObject, Map.Entry<String, JsonValue>> property) {
    long seed = new Random().nextLong();
    RandomResources random = new RandomResources(seed, OddText.STORABLE);
    for (int i = 0; i < USERS; i++) {
      JsonObject before = random.document(Schemas.user());
      for (Map.Entry<String, JsonValue> attribute : random.document(Schemas.user()).entrySet()) {
        if (!attribute.getKey().equals("schemas")) {
          try {
            property.accept(before, attribute);
          } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                "seed %d, user %d, %s upon %s".formatted(seed, i, attribute, before), e);
          }
        }
      }
    }
  }

  private static JsonObject patch(
      JsonObject document, String op, Map.Entry<String, JsonValue> attribute) {
    return patch(
        document,
        ScimJson.object()
            .add("op", op)
            .add("path", attribute.getKey())
            .add("value", attribute.getValue())
            .build());
  }

  private static JsonObject patch(JsonObject document, JsonObject operation) {
    JsonObject body =
        ScimJson.object()
            .add("schemas", ScimJson.array().add(PatchRequest.URN))
            .add("Operations", ScimJson.array().add(operation))
            .build();
    Warnings warnings = new Warnings();
    return Patcher.apply(
        document,
        "7",
        PatchRequest.parse(body, Schemas.user(), warnings),
        Schemas.user(),
        warnings);
  }

  private static JsonObject without(JsonObject document, String attribute) {
    Map<String, JsonValue> members = new LinkedHashMap<>(document);
    members.remove(attribute);
    members.remove("schemas");
    return ScimJson.object(members);
  }
}
