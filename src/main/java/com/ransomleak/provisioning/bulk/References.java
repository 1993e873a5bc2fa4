package com.ransomleak.provisioning.bulk;

import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.message.BulkOperation;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * References to resources that the same request creates (RFC 7644 section 3.7.2), wherever an
 * operation may have one (B-05):
 *
 * <pre>{@code
 * "path":"/Users/bulkId:ada"
 * "members":[{"value":"bulkId:ada"}]
 * "manager":"bulkId:ada"
 * {"op":"remove","path":"members[value eq \"bulkId:ada\"]"}
 * }</pre>
 *
 * References in read-only attributes of a body ({@code groups} of a user) are ignored.
 */
final class References {
  private static final Pattern WHOLE = Pattern.compile("(?i:bulkId):(.+)", Pattern.DOTALL);

  /** In a filter, and in a value that is JSON inside a string. */
  private static final Pattern QUOTED = Pattern.compile("\"(?i:bulkId):([^\"\\\\]+)\"");

  private References() {}

  /** The resource type of the path of an operation; empty if there is none. */
  static Optional<ResourceType> type(BulkOperation operation) {
    return SchemaRegistry.STANDARD.resourceTypes().stream()
        .filter(type -> type.endpoint().equals("/" + operation.endpoint()))
        .findFirst();
  }

  /** The bulkIds that an operation without a flaw refers to. */
  static Set<String> of(BulkOperation operation) {
    Set<String> names = new LinkedHashSet<>();
    UnaryOperator<String> collect =
        name -> {
          names.add(name);
          return name;
        };
    target(operation, collect);
    data(operation, collect);
    return names;
  }

  /** The id in the path; null for a POST. */
  static String target(BulkOperation operation, UnaryOperator<String> ids) {
    return operation.target() == null ? null : text(operation.target(), ids);
  }

  /** The body with ids in place of references; null for a DELETE. */
  static JsonObject data(BulkOperation operation, UnaryOperator<String> ids) {
    if (operation.data() == null) {
      return null;
    }
    Optional<ResourceType> type = type(operation);
    Map<String, JsonValue> data = new LinkedHashMap<>();
    operation
        .data()
        .forEach(
            (name, value) -> {
              boolean ignored =
                  type.flatMap(t -> t.attribute(name)).filter(Attribute::isReadOnly).isPresent();
              data.put(name, ignored ? value : value(value, ids));
            });
    return ScimJson.object(data);
  }

  private static JsonValue value(JsonValue value, UnaryOperator<String> ids) {
    if (value instanceof JsonObject object) {
      Map<String, JsonValue> members = new LinkedHashMap<>();
      object.forEach((name, member) -> members.put(name, value(member, ids)));
      return ScimJson.object(members);
    }
    if (value instanceof JsonArray list) {
      JsonArrayBuilder elements = ScimJson.array();
      list.forEach(element -> elements.add(value(element, ids)));
      return elements.build();
    }
    return value instanceof JsonString string
        ? ScimJson.string(text(string.getString(), ids))
        : value;
  }

  private static String text(String text, UnaryOperator<String> ids) {
    Matcher whole = WHOLE.matcher(text);
    if (whole.matches()) {
      return ids.apply(whole.group(1));
    }
    return QUOTED
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement("\"" + ids.apply(found.group(1)) + "\""));
  }
}
