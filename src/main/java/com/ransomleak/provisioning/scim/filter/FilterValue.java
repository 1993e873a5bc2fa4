package com.ransomleak.provisioning.scim.filter;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.ScimDateTime;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.math.BigDecimal;

/** Reads the value of a comparison and converts it to the type of its attribute (F-23). */
final class FilterValue {
  private static final BigDecimal MAX_NUMBER = BigDecimal.TEN.pow(100);
  private static final int MAX_SCALE = 1_000;

  private FilterValue() {}

  /** Reads the value as it is written. */
  static JsonValue read(FilterTokens tokens) {
    if (tokens.peek() == '"') {
      return ScimJson.string(tokens.string());
    }
    String word = tokens.word();
    return switch (word) {
      case "true" -> JsonValue.TRUE;
      case "false" -> JsonValue.FALSE;
      case "null" -> JsonValue.NULL;
      case "" -> throw tokens.error("lacks a value to compare with");
      default -> number(word);
    };
  }

  private static JsonValue number(String word) {
    if (word.matches("[-0-9].*")) {
      try {
        BigDecimal number = new BigDecimal(word);
        if (number.abs().compareTo(MAX_NUMBER) < 0 && Math.abs(number.scale()) <= MAX_SCALE) {
          return ScimJson.number(number);
        }
      } catch (NumberFormatException e) {
        // Falls through: the word is not a number.
      }
    }
    throw ScimException.invalidFilter(
        "The filter has the value "
            + ScimJson.excerpt(word)
            + "; put text in double quotes, and write true, false and null in lower case.");
  }

  /**
   * Converts the value to what {@link Filter.Comparison} holds.
   *
   * @throws ScimException invalidFilter when the value is of another type
   */
  static JsonValue coerced(
      Attribute attribute, AttributePath path, JsonValue value, Warnings warnings) {
    return switch (attribute.type()) {
      case STRING, REFERENCE, BINARY -> {
        if (value instanceof JsonString) {
          yield value;
        }
        throw wrong(path, "is text; put the value in double quotes");
      }
      case BOOLEAN -> bool(path, value, warnings);
      case DATE_TIME -> dateTime(path, value);
      case INTEGER, DECIMAL -> {
        if (value instanceof JsonNumber) {
          yield value;
        }
        throw wrong(path, "is a number; write the value without quotes");
      }
      case COMPLEX -> throw new IllegalArgumentException(path + " is complex");
    };
  }

  /** Entra writes booleans as strings (Dec-13). */
  private static JsonValue bool(AttributePath path, JsonValue value, Warnings warnings) {
    if (value.getValueType() == ValueType.TRUE || value.getValueType() == ValueType.FALSE) {
      return value;
    }
    if (value instanceof JsonString string && !warnings.isStrict()) {
      boolean yes = string.getString().equalsIgnoreCase("true");
      if (yes || string.getString().equalsIgnoreCase("false")) {
        warnings.add(WarningType.BOOLEAN_AS_STRING, path.toString());
        return ScimJson.bool(yes);
      }
    }
    throw wrong(path, "is a boolean; compare it with true or false, without quotes");
  }

  /** Microseconds are the precision of everything we store. */
  private static JsonValue dateTime(AttributePath path, JsonValue value) {
    if (value instanceof JsonString string) {
      return ScimDateTime.parse(string.getString())
          .map(instant -> ScimJson.string(ScimDateTime.key(instant)))
          .orElseThrow(() -> wrongDateTime(path));
    }
    throw wrongDateTime(path);
  }

  private static ScimException wrongDateTime(AttributePath path) {
    return wrong(path, "is a date and time; write it like \"2026-01-31T09:30:00Z\"");
  }

  private static ScimException wrong(AttributePath path, String remedy) {
    return ScimException.invalidFilter("In the filter, " + path + " " + remedy + ".");
  }
}
