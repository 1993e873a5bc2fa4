package com.ransomleak.provisioning.scim.message;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A query as the client sent it, in the parameters of a GET (RFC 7644 section 3.4.2) or in the body
 * of a POST to {@code .search} (section 3.4.3), which mean the same:
 *
 * <pre>{@code
 * {"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
 *  "attributes":["userName","name.familyName"],"filter":"title pr","sortBy":"userName","count":10}
 * }</pre>
 *
 * Every component is null when it was not sent.
 *
 * @param attributes names separated by commas
 * @param excludedAttributes names separated by commas
 * @param cursor empty for the first page by cursor (RFC 9865 section 2)
 */
public record SearchRequest(
    String attributes,
    String excludedAttributes,
    String filter,
    String sortBy,
    String sortOrder,
    String startIndex,
    String count,
    String cursor) {
  public static final String URN = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

  /** The decoded parameters of a GET. Repeated lists of names are joined; else the first counts. */
  public static SearchRequest of(Map<String, List<String>> parameters) {
    UnaryOperator<String> first =
        name -> parameters.getOrDefault(name, List.of()).stream().findFirst().orElse(null);
    return read(
        name -> first.apply(name) == null ? null : String.join(",", parameters.get(name)),
        first,
        first);
  }

  /**
   * Reads the body of a POST.
   *
   * @throws ScimException invalidSyntax when it is not a SearchRequest, invalidValue when a
   *     member has the wrong type
   */
  public static SearchRequest parse(JsonObject body, Warnings warnings) {
    JsonValue schemas = ScimJson.member(body, "schemas").orElse(JsonValue.EMPTY_JSON_ARRAY);
    if (schemas instanceof JsonArray array && array.isEmpty()) {
      warnings.add(WarningType.MISSING_SCHEMAS, URN);
    } else {
      ScimJson.requireSchema(body, URN);
    }
    return read(
        name -> names(name, member(body, name), warnings),
        name -> text(name, member(body, name)),
        name -> number(name, member(body, name), warnings));
  }

  private static SearchRequest read(
      UnaryOperator<String> names, UnaryOperator<String> text, UnaryOperator<String> number) {
    return new SearchRequest(
        names.apply("attributes"),
        names.apply("excludedAttributes"),
        text.apply("filter"),
        text.apply("sortBy"),
        text.apply("sortOrder"),
        number.apply("startIndex"),
        number.apply("count"),
        text.apply("cursor"));
  }

  private static JsonValue member(JsonObject body, String name) {
    return ScimJson.member(body, name).orElse(JsonValue.NULL);
  }

  /** A string with one or several names is accepted with a warning. */
  private static String names(String name, JsonValue value, Warnings warnings) {
    if (value instanceof JsonString text) {
      warnings.add(WarningType.SINGLE_VALUE_FOR_LIST, name);
      return text.getString();
    }
    if (value instanceof JsonArray list && list.stream().allMatch(JsonString.class::isInstance)) {
      return String.join(",", list.getValuesAs(JsonString::getString));
    }
    return nullOrError(value, name + " must be a list of attribute names.");
  }

  private static String text(String name, JsonValue value) {
    return value instanceof JsonString text
        ? text.getString()
        : nullOrError(value, name + " must be a text.");
  }

  /** A number in quotes is accepted with a warning. */
  private static String number(String name, JsonValue value, Warnings warnings) {
    if (value instanceof JsonString text) {
      warnings.add(WarningType.NUMBER_AS_STRING, name);
      return text.getString();
    }
    return value instanceof JsonNumber
        ? value.toString()
        : nullOrError(value, name + " must be a whole number.");
  }

  private static String nullOrError(JsonValue value, String detail) {
    if (value == JsonValue.NULL) {
      return null;
    }
    throw ScimException.invalidValue(detail);
  }
}
