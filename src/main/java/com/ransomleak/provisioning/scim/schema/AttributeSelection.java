package com.ransomleak.provisioning.scim.schema;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The attributes of a response: the parameters {@code attributes} and {@code excludedAttributes} of
 * RFC 7644 section 3.9 with the characteristic {@code returned} of each attribute.
 *
 * <pre>{@code
 * attributes=userName,emails.value
 * {"schemas":[…],"id":"…","userName":"bob@x","emails":[{"value":"bob@x"}]}
 * }</pre>
 */
public final class AttributeSelection {
  private enum Mode {
    DEFAULT,
    ONLY,
    WITHOUT
  }

  private static final int MAX_NAMES = 1_000;

  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");

  private final ResourceType type;
  private final Mode mode;
  private final Set<AttributePath> named = new HashSet<>();

  /** Whole schemas and names that are not of this type; in lower case. */
  private final Set<String> schemas = new HashSet<>();

  private AttributeSelection(ResourceType type, Mode mode, String names) {
    this.type = type;
    this.mode = mode;
    SEPARATOR
        .splitAsStream(names)
        .forEach(
            name ->
                type.find(name)
                    .ifPresentOrElse(named::add, () -> schemas.add(name.toLowerCase(Locale.ROOT))));
  }

  /**
   * The selection of a request.
   *
   * @param attributes names separated by commas, null or blank when not given; the caller
   *     joins repeated parameters
   * @throws ScimException invalidValue when both are given
   */
  public static AttributeSelection of(
      String attributes, String excludedAttributes, ResourceType type) {
    boolean only = attributes != null && !attributes.isBlank();
    boolean without = excludedAttributes != null && !excludedAttributes.isBlank();
    if (only && without) {
      throw ScimException.invalidValue(
          "attributes and excludedAttributes exclude each other; send one of them.");
    }
    requireFewNames(only ? attributes : without ? excludedAttributes : "");
    if (only) {
      return new AttributeSelection(type, Mode.ONLY, attributes);
    }
    return without
        ? new AttributeSelection(type, Mode.WITHOUT, excludedAttributes)
        : new AttributeSelection(type, Mode.DEFAULT, "");
  }

  private static void requireFewNames(String names) {
    if (SEPARATOR.splitAsStream(names).limit(MAX_NAMES + 1L).count() > MAX_NAMES) {
      throw ScimException.invalidValue(
          "attributes and excludedAttributes may have at most " + MAX_NAMES + " names.");
    }
  }

  /** Whether the request has neither parameter. */
  public boolean isDefault() {
    return mode == Mode.DEFAULT;
  }

  /**
   * Whether the response has the attribute, at least in part. Callers do not load other attributes.
   *
   * @param path a canonical path of the type
   */
  public boolean includes(AttributePath path) {
    return switch (type.attribute(path).returned()) {
      case ALWAYS -> true;
      case NEVER -> false;
      case DEFAULT ->
          switch (mode) {
            case DEFAULT -> true;
            case ONLY -> isNamed(path) || isNamedInPart(path) || isPartOfAlways(path);
            case WITHOUT -> !isNamed(path) || isPartOfAlways(path);
          };
      case REQUEST -> mode == Mode.ONLY && (isNamed(path) || isNamedInPart(path));
    };
  }

  private boolean isNamed(AttributePath path) {
    String schema = path.extension() == null ? type.core().id() : path.extension();
    return named.contains(path)
        || named.contains(path.parent())
        || schemas.contains(schema.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether it is a part of a complex attribute that is always returned and whose parts the request
   * does not name. Otherwise the attribute would be an empty object.
   */
  private boolean isPartOfAlways(AttributePath path) {
    return path.subAttribute() != null
        && type.attribute(path.parent()).returned() == Attribute.Returned.ALWAYS
        && (mode == Mode.ONLY ? !isNamedInPart(path.parent()) : !named.contains(path));
  }

  private boolean isNamedInPart(AttributePath path) {
    return path.subAttribute() == null
        && named.stream().anyMatch(name -> name.parent().equals(path));
  }

  /** The selected part of a complete resource as JSON text. */
  public String print(String json) {
    return isDefault()
        ? json
        : ScimJson.write(apply(ScimJson.parse(json.getBytes(StandardCharsets.UTF_8))));
  }

  /** The selected part of a complete resource, in the same order. */
  public JsonObject apply(JsonObject resource) {
    Map<String, JsonValue> selected = new LinkedHashMap<>();
    resource.forEach(
        (name, value) -> {
          if (type.extension(name).isPresent() && value instanceof JsonObject data) {
            JsonObject part = extension(type.extension(name).get(), data);
            if (!part.isEmpty()) {
              selected.put(name, part);
            }
          } else if (type.attribute(name).isPresent()) {
            AttributePath path = AttributePath.of(type.attribute(name).get().name());
            attribute(path, value).ifPresent(part -> selected.put(name, part));
          } else {
            unknown(name, ":", value).ifPresent(part -> selected.put(name, part));
          }
        });
    return ScimJson.object(selected);
  }

  private JsonObject extension(Schema schema, JsonObject data) {
    Map<String, JsonValue> selected = new LinkedHashMap<>();
    data.forEach(
        (name, value) ->
            schema
                .attribute(name)
                .map(attribute -> new AttributePath(schema.id(), attribute.name(), null))
                .flatMap(path -> attribute(path, value))
                .ifPresent(part -> selected.put(name, part)));
    return ScimJson.object(selected);
  }

  /**
   * Data of an unknown schema. The request names it by the URN, by an attribute or by a
   * sub-attribute: {@code urn:unknown:User:tag.part}.
   *
   * @param separator between the name and those of the parts
   */
  private Optional<JsonValue> unknown(String name, String separator, JsonValue value) {
    if (mode == Mode.DEFAULT || schemas.contains(name.toLowerCase(Locale.ROOT))) {
      return mode == Mode.WITHOUT ? Optional.empty() : Optional.of(value);
    }
    if (!(value instanceof JsonObject object) || object.isEmpty()) {
      return mode == Mode.WITHOUT ? Optional.of(value) : Optional.empty();
    }
    Map<String, JsonValue> selected = new LinkedHashMap<>();
    object.forEach(
        (part, data) ->
            unknown(name + separator + part, ".", data)
                .ifPresent(kept -> selected.put(part, kept)));
    return selected.isEmpty() ? Optional.empty() : Optional.of(ScimJson.object(selected));
  }

  private Optional<JsonValue> attribute(AttributePath path, JsonValue value) {
    if (!includes(path)) {
      return Optional.empty();
    }
    if (value instanceof JsonObject object) {
      JsonObject part = subAttributes(path, object);
      return part.isEmpty() ? Optional.empty() : Optional.of(part);
    }
    if (!(value instanceof JsonArray array) || !type.attribute(path).isComplex()) {
      return Optional.of(value);
    }
    JsonArrayBuilder parts = ScimJson.array();
    for (JsonValue element : array) {
      JsonValue part = element instanceof JsonObject object ? subAttributes(path, object) : element;
      if (!ValueReader.isUnassigned(part)) {
        parts.add(part);
      }
    }
    return Optional.of(parts.build());
  }

  private JsonObject subAttributes(AttributePath path, JsonObject object) {
    Attribute attribute = type.attribute(path);
    Map<String, JsonValue> selected = new LinkedHashMap<>();
    object.forEach(
        (name, value) -> {
          if (attribute.subAttribute(name).isEmpty()
              || includes(path.sub(attribute.subAttribute(name).get().name()))) {
            selected.put(name, value);
          }
        });
    return ScimJson.object(selected);
  }
}
