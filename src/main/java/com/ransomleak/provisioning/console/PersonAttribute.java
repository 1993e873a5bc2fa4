package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.PersonDetails;
import com.ransomleak.provisioning.report.Source;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An attribute of a user with its values as text.
 *
 * <pre>{@code
 * "emails":[{"value":"ada@example.com","type":"work","primary":true}]
 *
 * emails   ada@example.com (type work, primary true)
 * }</pre>
 *
 * @param name as in the schema
 * @param schema the URN of its extension; empty for the core schema
 * @param values one text for each value
 * @param source null for {@code active} if it did not change since the user was created, because
 *     many providers do not send it then
 */
public record PersonAttribute(String name, String schema, List<String> values, Source source) {

  static List<PersonAttribute> of(PersonDetails details) {
    return details.sources().entrySet().stream()
        .map(entry -> of(details.attributes(), entry, details.creation()))
        .toList();
  }

  private static PersonAttribute of(
      JsonObject document, Map.Entry<String, Source> attribute, Source creation) {
    String name = attribute.getKey();
    int end = name.startsWith("urn:") && !document.containsKey(name) ? name.lastIndexOf(':') : -1;
    JsonValue value =
        end < 0
            ? document.get(name)
            : document.getJsonObject(name.substring(0, end)).get(name.substring(end + 1));
    return new PersonAttribute(
        name.substring(end + 1),
        end < 0 ? "" : name.substring(0, end),
        value instanceof JsonArray array
            ? array.stream().map(PersonAttribute::text).toList()
            : List.of(text(value)),
        name.equals("active") && attribute.getValue().equals(creation)
            ? null
            : attribute.getValue());
  }

  private static String text(JsonValue value) {
    if (value instanceof JsonString string) {
      return string.getString();
    }
    if (!(value instanceof JsonObject object)) {
      return value.toString();
    }
    String rest =
        object.entrySet().stream()
            .filter(member -> !member.getKey().equals("value"))
            .map(member -> member.getKey() + " " + text(member.getValue()))
            .collect(Collectors.joining(", "));
    return object.containsKey("value")
        ? text(object.get("value")) + (rest.isEmpty() ? "" : " (" + rest + ")")
        : rest;
  }
}
