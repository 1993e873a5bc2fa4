package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.scim.ScimException.RejectedValue;
import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The value for which a request was rejected, as the activity log stores it:
 *
 * <pre>{@code {"title":{"sent":"Head of …"}}}</pre>
 *
 * The value is short, and nothing in it is invisible. Objects are reduced to the names of their
 * members. Secrets and the members of groups are left out.
 */
final class RejectedText {
  /** In code points. */
  static final int MAX_LENGTH = 200;

  private static final int MAX_ELEMENTS = 10;

  /** Each becomes visible, because it can change what the reader sees. */
  private static final Set<Integer> INVISIBLE =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.SURROGATE,
          (int) Character.PRIVATE_USE,
          (int) Character.UNASSIGNED,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR);

  private RejectedText() {}

  /**
   * The attribute with its value, if it may be shown.
   *
   * @param recorded whether the tenant records values; if not, only the attribute is stored
   */
  static Optional<JsonObject> of(RejectedValue rejected, ResourceType type, boolean recorded) {
    return type.find(rejected.attribute())
        .filter(path -> isShown(type, path))
        .map(
            path -> {
              JsonObjectBuilder value = ScimJson.object();
              if (recorded) {
                value.add("sent", text(rejected.value()));
              }
              return ScimJson.object().add(path.toString(), value).build();
            });
  }

  /** Erasure could not find the people among the members of a group. */
  private static boolean isShown(ResourceType type, AttributePath path) {
    return !path.attribute().equals("members")
        && !isSecret(type.attribute(path))
        && !isSecret(type.attribute(path.parent()));
  }

  private static boolean isSecret(Attribute attribute) {
    return attribute.returned() == Attribute.Returned.NEVER
        || attribute.mutability() == Attribute.Mutability.WRITE_ONLY;
  }

  private static String text(JsonValue value) {
    String text = value instanceof JsonString string ? string.getString() : json(value);
    String start = Shortened.to(MAX_LENGTH, text);
    return visible(start) + (start.length() < text.length() ? "…" : "");
  }

  private static String json(JsonValue value) {
    if (value instanceof JsonArray array) {
      return array.stream()
          .limit(MAX_ELEMENTS)
          .map(RejectedText::json)
          .collect(Collectors.joining(", ", "[", array.size() > MAX_ELEMENTS ? ", …]" : "]"));
    }
    return value instanceof JsonObject object
        ? object.keySet().stream()
            .limit(MAX_ELEMENTS)
            .map(name -> name + ": …")
            .collect(Collectors.joining(", ", "{", "}"))
        : value.toString();
  }

  private static String visible(String text) {
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (INVISIBLE.contains(Character.getType(c))) {
                visible.append(String.format("\\u%04X", c));
              } else {
                visible.appendCodePoint(c);
              }
            });
    return visible.toString();
  }
}
