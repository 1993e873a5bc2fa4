package com.ransomleak.provisioning.scim.schema;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.math.BigDecimal;
import java.util.Base64;

/** Reads one value that is neither complex nor a list, for {@link ValueReader}. */
final class SimpleValueReader {
  private SimpleValueReader() {}

  /**
   * Reads the value.
   *
   * @throws ScimException invalidValue when it does not fit the attribute
   */
  static JsonValue read(
      Attribute attribute, AttributePath path, JsonValue value, Warnings warnings) {
    return switch (attribute.type()) {
      case STRING, REFERENCE -> text(attribute, path, value, warnings);
      case BOOLEAN -> bool(path, value, warnings);
      case DATE_TIME -> dateTime(path, value);
      case BINARY -> binary(attribute, path, value, warnings);
      case INTEGER, DECIMAL -> number(attribute, path, value);
      case COMPLEX -> throw new IllegalArgumentException(path + " is complex");
    };
  }

  private static JsonString text(
      Attribute attribute, AttributePath path, JsonValue value, Warnings warnings) {
    JsonString text;
    if (value instanceof JsonString string) {
      text = string;
    } else if (value instanceof JsonObject || value instanceof JsonArray) {
      throw wrong(path, value, "a string");
    } else {
      warnings.add(WarningType.SCALAR_AS_STRING, path.toString());
      text =
          ScimJson.string(
              value instanceof JsonNumber number
                  ? number.bigDecimalValue().toPlainString()
                  : value.toString());
    }
    if (text.getString().length() > attribute.maxLength()) {
      throw ScimException.invalidValue(
              path + " exceeds " + attribute.maxLength() + " characters; send a shorter value.")
          .because(path.toString(), value);
    }
    return text;
  }

  private static JsonValue bool(AttributePath path, JsonValue value, Warnings warnings) {
    if (value.getValueType() == ValueType.TRUE || value.getValueType() == ValueType.FALSE) {
      return value;
    }
    // Entra sends "True" and "False" (Dec-13). As a text, "False" would leave a user active.
    if (value instanceof JsonString string) {
      boolean yes = string.getString().equalsIgnoreCase("true");
      if (yes || string.getString().equalsIgnoreCase("false")) {
        warnings.add(WarningType.BOOLEAN_AS_STRING, path.toString());
        return ScimJson.bool(yes);
      }
    }
    throw wrong(path, value, "true or false");
  }

  private static JsonValue dateTime(AttributePath path, JsonValue value) {
    if (value instanceof JsonString string && ScimDateTime.parse(string.getString()).isPresent()) {
      return value;
    }
    throw wrong(path, value, "a date and time such as 2026-01-31T09:30:00Z");
  }

  private static JsonValue binary(
      Attribute attribute, AttributePath path, JsonValue value, Warnings warnings) {
    if (value instanceof JsonString) {
      String text = text(attribute, path, value, warnings).getString();
      if (isBase64(Base64.getDecoder(), text) || isBase64(Base64.getUrlDecoder(), text)) {
        return value;
      }
    }
    throw wrong(path, value, "base64");
  }

  private static boolean isBase64(Base64.Decoder decoder, String text) {
    try {
      return decoder.decode(text).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static JsonValue number(Attribute attribute, AttributePath path, JsonValue value) {
    boolean integer = attribute.type() == Attribute.Type.INTEGER;
    if (value instanceof JsonNumber number) {
      BigDecimal plain = number.bigDecimalValue();
      if (!integer || plain.remainder(BigDecimal.ONE).signum() == 0) {
        // One spelling for each number, so that 1.50 instead of 1.5 is not a change.
        return ScimJson.number(new BigDecimal(plain.stripTrailingZeros().toPlainString()));
      }
    }
    throw wrong(path, value, integer ? "an integer" : "a number");
  }

  static ScimException wrong(AttributePath path, JsonValue value, String remedy) {
    return ScimException.invalidValue(path + " has a value of the wrong type; send " + remedy + ".")
        .because(path.toString(), value);
  }
}
