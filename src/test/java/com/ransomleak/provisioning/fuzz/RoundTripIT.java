package com.ransomleak.provisioning.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.fuzz.Advertised.Attribute;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What {@code /Schemas} says can be written is there when it is read. */
@TestTenant("encom")
class RoundTripIT {
  private final ScimClient client = ScimClient.of("encom");
  private final RandomJson json = new RandomJson(new Random());

  @TestFactory
  Stream<DynamicTest> everyAttributeThatCanBeWrittenIsRead() {
    return Advertised.of(client).stream()
        .flatMap(
            type ->
                Stream.concat(
                    type.core().stream().map(attribute -> test(type, null, attribute)),
                    type.extensions().entrySet().stream()
                        .flatMap(
                            extension ->
                                extension.getValue().stream()
                                    .map(a -> test(type, extension.getKey(), a)))));
  }

  private DynamicTest test(Advertised type, String extension, Attribute attribute) {
    return DynamicTest.dynamicTest(
        "D-12: " + type.endpoint() + " " + attribute.name() + " " + attribute.mutability(),
        () -> check(type, extension, attribute));
  }

  private void check(Advertised type, String extension, Attribute attribute) {
    JsonValue sent = parse(value(attribute)).get("sent");
    JsonObject resource = body(type, extension, attribute.name(), sent);
    String id = client.post(type.endpoint(), ScimJson.write(resource)).expect(201).id();
    JsonObject read = client.get(type.endpoint() + "/" + id).expect(200).json();
    JsonValue found =
        extension == null
            ? read.get(attribute.name())
            : read.getOrDefault(extension, JsonValue.EMPTY_JSON_OBJECT)
                .asJsonObject()
                .get(attribute.name());
    if (attribute.isKept()) {
      assertTrue(found != null && holds(found, sent), () -> "sent " + sent + ", read " + found);
    } else {
      assertTrue(found == null || !holds(found, sent), () -> "kept although it says: not");
    }
  }

  /** Members have to exist, and so does a manager who is given by address. */
  private String value(Attribute attribute) {
    if (attribute.name().equals("members")) {
      return "{\"sent\":[{\"value\":\"%s\",\"type\":\"User\"}]}"
          .formatted(client.user(ScimClient.unique()));
    }
    if (attribute.name().equals("manager")) {
      String id = client.user(ScimClient.unique());
      return "{\"sent\":{\"value\":\"%1$s\",\"$ref\":\"%2$s/Users/%1$s\"}}"
          .formatted(id, client.baseUrl());
    }
    String one = json.one(attribute, true);
    return "{\"sent\":" + (attribute.multiValued() ? "[" + one + "]" : one) + "}";
  }

  private JsonObject body(Advertised type, String extension, String name, JsonValue sent) {
    var body = ScimJson.object();
    parse(json.document(type)).entrySet().stream()
        .filter(member -> type.core().stream().anyMatch(a -> isRequired(a, member)))
        .forEach(member -> body.add(member.getKey(), member.getValue()));
    var schemas = ScimJson.array().add(type.urn());
    if (extension == null) {
      body.add(name, sent);
    } else {
      schemas.add(extension);
      body.add(extension, ScimJson.object().add(name, sent));
    }
    return body.add("schemas", schemas).build();
  }

  private static boolean isRequired(Attribute attribute, Map.Entry<String, JsonValue> member) {
    return attribute.required() && attribute.name().equals(member.getKey());
  }

  /** Whether all that was sent is in what was read, which may say more. */
  private static boolean holds(JsonValue read, JsonValue sent) {
    return switch (sent.getValueType()) {
      case OBJECT ->
          read instanceof JsonObject object
              && sent.asJsonObject().entrySet().stream()
                  .allMatch(
                      member ->
                          object.containsKey(member.getKey())
                              && holds(object.get(member.getKey()), member.getValue()));
      case ARRAY ->
          read.getValueType() == JsonValue.ValueType.ARRAY
              && read.asJsonArray().size() == sent.asJsonArray().size()
              && holds(read.asJsonArray().get(0), sent.asJsonArray().get(0));
      default -> read.equals(sent);
    };
  }

  private static JsonObject parse(String json) {
    return ScimJson.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
