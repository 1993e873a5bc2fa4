package com.ransomleak.provisioning.scim.json;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Shortened;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.spi.JsonProvider;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads and writes JSON and holds the JSON-P factories. Request bodies are read strictly and within
 * limits (S-29, C-09, ER-07). Thread-safe.
 */
public final class ScimJson {
  static final JsonProvider PROVIDER = JsonProvider.provider();
  private static final JsonBuilderFactory BUILDERS = PROVIDER.createBuilderFactory(Map.of());
  private static final JsonWriterFactory WRITERS = PROVIDER.createWriterFactory(Map.of());
  private static final int EXCERPT_LENGTH = 80;

  private ScimJson() {}

  /**
   * Reads one JSON object that this service wrote, without limits. Request bodies are read with
   * {@link #parse(byte[], JsonLimits)}.
   */
  public static JsonObject parse(byte[] utf8) {
    return StrictReader.read(utf8, JsonLimits.NONE);
  }

  /**
   * Reads a request body, which must be exactly one JSON object in UTF-8.
   *
   * @param utf8 the body; the caller bounds its size
   * @throws ScimException invalidSyntax for malformed text, invalid UTF-8, a name given twice in
   *     one object, more than {@value StrictReader#MAX_DEPTH} levels, text after the object, lone
   *     surrogates; invalidValue for U+0000 and for numbers out of range; 413 for more names or
   *     values than the limits allow
   */
  public static JsonObject parse(byte[] utf8, JsonLimits limits) {
    return StrictReader.read(utf8, limits);
  }

  /** The value as JSON text. */
  public static String write(JsonValue value) {
    StringWriter text = new StringWriter();
    try (JsonWriter writer = WRITERS.createWriter(text)) {
      writer.write(value);
    }
    return text.toString();
  }

  public static JsonObjectBuilder object() {
    return BUILDERS.createObjectBuilder();
  }

  /** A builder that starts with the members of {@code start}. */
  public static JsonObjectBuilder object(JsonObject start) {
    return BUILDERS.createObjectBuilder(start);
  }

  /** The object with these members, in the order of the map. */
  public static JsonObject object(Map<String, JsonValue> members) {
    JsonObjectBuilder object = object();
    members.forEach(object::add);
    return object.build();
  }

  public static JsonArrayBuilder array() {
    return BUILDERS.createArrayBuilder();
  }

  public static JsonString string(String value) {
    return PROVIDER.createValue(value);
  }

  public static JsonNumber number(long value) {
    return PROVIDER.createValue(value);
  }

  public static JsonNumber number(BigDecimal value) {
    return PROVIDER.createValue(value);
  }

  public static JsonValue bool(boolean value) {
    return value ? JsonValue.TRUE : JsonValue.FALSE;
  }

  /**
   * The member of that name in any case (S-01).
   *
   * @throws ScimException invalidSyntax when the object has it in two spellings
   */
  public static Optional<JsonValue> member(JsonObject object, String name) {
    JsonValue found = null;
    for (Map.Entry<String, JsonValue> member : object.entrySet()) {
      if (member.getKey().equalsIgnoreCase(name)) {
        if (found != null) {
          throw ScimException.invalidSyntax(name + " is given twice, in different spellings.");
        }
        found = member.getValue();
      }
    }
    return Optional.ofNullable(found);
  }

  /**
   * Rejects a name that an object has twice, in different case (S-01).
   *
   * @param names the names so far, in lower case
   * @throws ScimException invalidSyntax
   */
  public static void requireNew(Set<String> names, String name) {
    if (!names.add(name.toLowerCase(Locale.ROOT))) {
      throw ScimException.invalidSyntax(excerpt(name) + " is given twice, in different spellings.");
    }
  }

  /**
   * Rejects a message that does not list its URN in {@code schemas}.
   *
   * @throws ScimException invalidSyntax
   */
  public static void requireSchema(JsonObject message, String urn) {
    boolean listed =
        member(message, "schemas").orElse(JsonValue.NULL) instanceof JsonArray urns
            && urns.stream()
                .anyMatch(
                    value ->
                        value instanceof JsonString text && text.getString().equalsIgnoreCase(urn));
    if (!listed) {
      throw ScimException.invalidSyntax("schemas must list " + urn + ".");
    }
  }

  /**
   * A name or path of a client for an error detail: in quotes, without control characters, at most
   * 80 characters.
   */
  public static String excerpt(String text) {
    return "'" + Shortened.excerpt(EXCERPT_LENGTH, text) + "'";
  }
}
