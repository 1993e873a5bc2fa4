package com.ransomleak.provisioning.scim.message;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Tolerance;
import com.ransomleak.provisioning.scim.Tolerances;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A query as the client wrote it, in the parameters of a GET (RFC 7644 section 3.4.2) or in the
 * body of a POST to {@code .search} (section 3.4.3). Both mean the same:
 *
 * <pre>{@code
 * {"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
 *  "attributes":["userName","name.familyName"],"filter":"title pr","sortBy":"userName","count":10}
 * }</pre>
 *
 * <p>Every component is null when it was not sent.
 *
 * @param attributes a comma list
 * @param excludedAttributes a comma list
 * @param cursor empty when the first page is asked for by cursor (RFC 9865 section 2)
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

  /** The decoded parameters of a GET; of a repeated one all names, or else the first, count. */
  public static SearchRequest of(Map<String, List<String>> parameters) {
    return new SearchRequest(
        names(parameters, "attributes"),
        names(parameters, "excludedAttributes"),
        first(parameters, "filter"),
        first(parameters, "sortBy"),
        first(parameters, "sortOrder"),
        first(parameters, "startIndex"),
        first(parameters, "count"),
        first(parameters, "cursor"));
  }

  private static String names(Map<String, List<String>> parameters, String name) {
    List<String> values = parameters.get(name);
    return values == null || values.isEmpty() ? null : String.join(",", values);
  }

  private static String first(Map<String, List<String>> parameters, String name) {
    List<String> values = parameters.get(name);
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  /**
   * Reads the body of a POST.
   *
   * @throws ScimException invalidSyntax when it is no SearchRequest, invalidValue when a
   *     member has the wrong type
   */
  public static SearchRequest parse(JsonObject body, Tolerances tolerances) {
    checkSchemas(body, tolerances);
    return new SearchRequest(
        nameList(body, "attributes", tolerances),
        nameList(body, "excludedAttributes", tolerances),
        text(body, "filter"),
        text(body, "sortBy"),
        text(body, "sortOrder"),
        number(body, "startIndex", tolerances),
        number(body, "count", tolerances),
        text(body, "cursor"));
  }

  private static void checkSchemas(JsonObject body, Tolerances tolerances) {
    JsonValue schemas = ScimJson.member(body, "schemas").orElse(JsonValue.EMPTY_JSON_ARRAY);
    if (schemas instanceof JsonArray none && none.isEmpty()) {
      tolerances.record(Tolerance.MISSING_SCHEMAS, URN);
      return;
    }
    boolean isSearch =
        schemas instanceof JsonArray urns
            && urns.stream()
                .anyMatch(
                    urn -> urn instanceof JsonString s && s.getString().equalsIgnoreCase(URN));
    if (!isSearch) {
      throw ScimException.invalidSyntax("schemas must list " + URN + ".");
    }
  }

  /** A list of names; a single name, or several with commas, is as good. */
  private static String nameList(JsonObject body, String name, Tolerances tolerances) {
    JsonValue value = member(body, name);
    if (value instanceof JsonString) {
      tolerances.record(Tolerance.SINGLE_VALUE_FOR_LIST, name);
    }
    if (value instanceof JsonArray list && list.stream().allMatch(JsonString.class::isInstance)) {
      return String.join(",", list.getValuesAs(JsonString::getString));
    }
    return read(name, value, JsonString.class::isInstance, "a list of attribute names");
  }

  private static String text(JsonObject body, String name) {
    return read(name, member(body, name), JsonString.class::isInstance, "a text");
  }

  /** A number; the same in quotes is as good. */
  private static String number(JsonObject body, String name, Tolerances tolerances) {
    if (member(body, name) instanceof JsonString) {
      tolerances.record(Tolerance.NUMBER_AS_STRING, name);
    }
    Predicate<JsonValue> isNumber = v -> v instanceof JsonNumber || v instanceof JsonString;
    return read(name, member(body, name), isNumber, "a whole number");
  }

  private static JsonValue member(JsonObject body, String name) {
    return ScimJson.member(body, name).orElse(JsonValue.NULL);
  }

  private static String read(
      String name, JsonValue value, Predicate<JsonValue> isFitting, String wanted) {
    if (value == JsonValue.NULL) {
      return null;
    }
    if (!isFitting.test(value)) {
      throw ScimException.invalidValue(name + " must be " + wanted + ".");
    }
    return value instanceof JsonString string ? string.getString() : value.toString();
  }
}
