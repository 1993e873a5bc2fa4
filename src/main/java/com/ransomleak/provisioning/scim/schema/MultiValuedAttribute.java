package com.ransomleak.provisioning.scim.schema;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The elements of one multi-valued attribute during a write. No two elements have the same type and
 * value (S-08), and at most one is primary: the one that was set last (S-07). Elements are
 * canonical values of {@link ValueReader}.
 */
public final class MultiValuedAttribute {
  /** Equal for elements with the same type and value. */
  private record Key(String type, JsonValue value) {}

  private final Attribute attribute;
  private final Map<Object, JsonValue> elements = new LinkedHashMap<>();

  public MultiValuedAttribute(Attribute attribute) {
    this.attribute = attribute;
  }

  public MultiValuedAttribute(Attribute attribute, Collection<? extends JsonValue> elements) {
    this(attribute);
    elements.forEach(this::add);
  }

  /**
   * Appends the element. An equal element keeps its place and gets the other members of the new
   * one.
   *
   * @return false when there was an equal element
   * @throws ScimException invalidValue when the attribute would have too many elements
   */
  public boolean add(JsonValue element) {
    Object key = key(element);
    JsonValue present = elements.get(key);
    if (present == null) {
      checkSize(attribute, elements.size() + 1);
    }
    if (isPrimary(element)) {
      elements.replaceAll((k, other) -> withoutPrimary(other));
    }
    elements.put(key, present == null ? element : overlay(present, element));
    return present == null;
  }

  /**
   * Rejects a list that is too long before its elements are read.
   *
   * @throws ScimException invalidValue naming the limit
   */
  static void checkSize(Attribute attribute, int size) {
    if (size > attribute.maxLength()) {
      throw ScimException.invalidValue(
          attribute.name() + " may have at most " + attribute.maxLength() + " values.");
    }
  }

  /**
   * Changes the selected elements. An element changed to null is removed.
   *
   * @return the number of selected elements
   */
  public int update(Predicate<JsonValue> selected, Function<JsonValue, JsonValue> change) {
    List<JsonValue> result = new ArrayList<>(elements.size());
    int count = 0;
    JsonValue primarySetLast = null;
    for (JsonValue element : elements.values()) {
      if (!selected.test(element)) {
        result.add(element);
        continue;
      }
      count++;
      JsonValue changed = change.apply(element);
      if (changed != null) {
        result.add(changed);
        primarySetLast = isPrimary(changed) ? changed : primarySetLast;
      }
    }
    if (count > 0) {
      elements.clear();
      result.forEach(this::add);
      if (primarySetLast != null) {
        add(primarySetLast);
      }
    }
    return count;
  }

  public void clear() {
    elements.clear();
  }

  public int size() {
    return elements.size();
  }

  public boolean isEmpty() {
    return elements.isEmpty();
  }

  /** The primary element is first, because clients read the first element (U-23). */
  public JsonArray toJson() {
    JsonArrayBuilder array = ScimJson.array();
    elements.values().stream().filter(MultiValuedAttribute::isPrimary).forEach(array::add);
    elements.values().stream().filter(element -> !isPrimary(element)).forEach(array::add);
    return array.build();
  }

  static boolean isPrimary(JsonValue element) {
    return element instanceof JsonObject object && JsonValue.TRUE.equals(object.get("primary"));
  }

  private static JsonValue withoutPrimary(JsonValue element) {
    return isPrimary(element)
        ? ScimJson.object(element.asJsonObject()).add("primary", JsonValue.FALSE).build()
        : element;
  }

  private static JsonValue overlay(JsonValue present, JsonValue added) {
    if (!(present instanceof JsonObject object) || !(added instanceof JsonObject more)) {
      return present;
    }
    JsonObjectBuilder merged = ScimJson.object(object);
    more.forEach(merged::add);
    return merged.build();
  }

  private Object key(JsonValue element) {
    if (!(element instanceof JsonObject object)) {
      return attribute.key(element);
    }
    JsonValue value = object.get("value");
    if (value == null) {
      Map<String, JsonValue> data = new HashMap<>(object);
      data.remove("primary");
      return data;
    }
    JsonValue key = attribute.subAttribute("value").map(sub -> sub.key(value)).orElse(value);
    return new Key(CaseFold.key(object.getString("type", "")), key);
  }
}
