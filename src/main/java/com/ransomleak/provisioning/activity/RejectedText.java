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
 * members. Secrets, managers and the members of groups are left out.
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

  /** Not in one of the above categories, but shown as nothing: fillers and a joiner. */
  private static final Set<Integer> BLANK =
      Set.of(0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0);

  /** Erasure could not find people in the values of these attributes. */
  private static final Set<String> OTHER_PEOPLE = Set.of("members", "manager");

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

  private static boolean isShown(ResourceType type, AttributePath path) {
    return !OTHER_PEOPLE.contains(path.attribute())
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
    int[] points = text.codePoints().toArray();
    StringBuilder visible = new StringBuilder();
    for (int i = 0; i < points.length; i++) {
      boolean isOuterBlank = points[i] == ' ' && (i == 0 || i == points.length - 1);
      if (isOuterBlank || isInvisible(points[i])) {
        visible.append(String.format("\\u{%X}", points[i]));
      } else {
        visible.appendCodePoint(points[i]);
      }
    }
    return visible.toString();
  }

  private static boolean isInvisible(int point) {
    boolean isOtherBlank = point != ' ' && Character.isSpaceChar(point);
    return isOtherBlank || BLANK.contains(point) || INVISIBLE.contains(Character.getType(point));
  }
}
