package com.ransomleak.provisioning.conformance;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.function.Supplier;

/**
 * Compares what came with what a data file expects. An object must have the expected members and
 * may have more; a list must have the expected elements, in their order and no more; anything else
 * is equal. An object with one of these names instead says:
 *
 * <pre>{@code
 * {"$matches": "W/.*"}      a string that the regular expression matches as a whole
 * {"$type": "number"}       a value of this type: number, string, boolean, array or object
 * {"$contains": [{…}, {…}]} a list with these elements among others, in any order
 * {"$without": [{…}]}       a list without such elements, or no list
 * {"$size": 3}              a list of this size
 * {"$least": 3}             a number, not less
 * {"$names": ["id", "x"]}   an object with exactly these members, in this order
 * }</pre>
 */
public final class Expectation {
  private Expectation() {}

  public static void check(
      String path, JsonValue expected, JsonValue actual, Supplier<String> context) {
    String difference = difference(path, expected, actual);
    if (difference != null) {
      throw new AssertionError(difference + "\nin " + context.get());
    }
  }

  /** Null when it is as expected. */
  private static String difference(String path, JsonValue expected, JsonValue actual) {
    if (expected instanceof JsonObject object) {
      String operator = object.size() == 1 ? object.keySet().iterator().next() : "";
      return operator.startsWith("$") && !operator.equals("$ref")
          ? special(path, operator, object.get(operator), actual)
          : members(path, object, actual);
    }
    if (expected instanceof JsonArray list) {
      return elements(path, list, actual);
    }
    return expected.equals(actual) ? null : path + ": expected " + expected + " but was " + actual;
  }

  private static String members(String path, JsonObject expected, JsonValue actual) {
    if (!(actual instanceof JsonObject object)) {
      return path + ": expected an object but was " + actual;
    }
    return expected.entrySet().stream()
        .map(e -> difference(path + "/" + e.getKey(), e.getValue(), object.get(e.getKey())))
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String elements(String path, JsonArray expected, JsonValue actual) {
    if (!(actual instanceof JsonArray list) || list.size() != expected.size()) {
      return path + ": expected " + expected + " but was " + actual;
    }
    for (int i = 0; i < expected.size(); i++) {
      String difference = difference(path + "/" + i, expected.get(i), list.get(i));
      if (difference != null) {
        return difference;
      }
    }
    return null;
  }

  private static String special(
      String path, String operator, JsonValue argument, JsonValue actual) {
    boolean holds =
        switch (operator) {
          case "$matches" ->
              actual instanceof JsonString text
                  && text.getString().matches(((JsonString) argument).getString());
          case "$type" -> type(actual).equals(((JsonString) argument).getString());
          case "$contains" ->
              argument.asJsonArray().stream().allMatch(wanted -> isAmong(wanted, actual));
          case "$without" ->
              argument.asJsonArray().stream().noneMatch(unwanted -> isAmong(unwanted, actual));
          case "$size" ->
              actual instanceof JsonArray list
                  && list.size() == ((JsonNumber) argument).intValueExact();
          case "$least" ->
              actual instanceof JsonNumber number
                  && number.longValueExact() >= ((JsonNumber) argument).longValueExact();
          case "$names" ->
              actual instanceof JsonObject object
                  && argument
                      .asJsonArray()
                      .getValuesAs(JsonString::getString)
                      .equals(List.copyOf(object.keySet()));
          default -> throw new IllegalArgumentException("no such expectation: " + operator);
        };
    return holds ? null : path + ": expected " + operator + " " + argument + " but was " + actual;
  }

  private static boolean isAmong(JsonValue wanted, JsonValue actual) {
    List<JsonValue> list = actual instanceof JsonArray array ? array : List.of();
    return list.stream().anyMatch(element -> difference("", wanted, element) == null);
  }

  private static String type(JsonValue value) {
    if (value == null) {
      return "absent";
    }
    return switch (value.getValueType()) {
      case NUMBER -> "number";
      case STRING -> "string";
      case TRUE, FALSE -> "boolean";
      case ARRAY -> "array";
      case OBJECT -> "object";
      case NULL -> "null";
    };
  }
}
