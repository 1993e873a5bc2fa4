package com.ransomleak.provisioning.scim.schema;

import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON of a schema or an attribute while it is read: members of the right type or a refusal
 * that says where.
 *
 * @param place what a refusal names, {@code urn:acme:scim:2.0:User:badge}
 */
record SchemaJson(String place, JsonObject json) {

  static SchemaJson of(String place, JsonValue value) {
    if (value instanceof JsonObject object) {
      return new SchemaJson(place, object);
    }
    throw new SchemaJson(place, JsonValue.EMPTY_JSON_OBJECT).wrong("must be an object");
  }

  SchemaJson at(String newPlace) {
    return new SchemaJson(newPlace, json);
  }

  Optional<String> text(String member) {
    JsonValue value = json.get(member);
    if (value == null || value instanceof JsonString) {
      return Optional.ofNullable((JsonString) value).map(JsonString::getString);
    }
    throw wrong("needs text as its " + member);
  }

  boolean flag(String member, boolean usual) {
    JsonValue value = json.getOrDefault(member, ScimJson.bool(usual));
    if (value.equals(JsonValue.TRUE) || value.equals(JsonValue.FALSE)) {
      return value.equals(JsonValue.TRUE);
    }
    throw wrong("needs true or false, without quotes, as its " + member);
  }

  int number(String member, int usual, int most) {
    JsonValue value = json.getOrDefault(member, ScimJson.number(usual));
    if (value instanceof JsonNumber number
        && number.isIntegral()
        && number.doubleValue() >= 1
        && number.doubleValue() <= most) {
      return number.intValue();
    }
    throw wrong("needs a whole number from 1 to " + most + " as its " + member);
  }

  JsonArray list(String member) {
    if (json.getOrDefault(member, JsonValue.EMPTY_JSON_ARRAY) instanceof JsonArray list) {
      return list;
    }
    throw wrong("needs a list as its " + member);
  }

  List<String> texts(String member) {
    JsonArray list = list(member);
    if (!list.stream().allMatch(JsonString.class::isInstance)) {
      throw wrong("needs a list of texts as its " + member);
    }
    return List.copyOf(list.getValuesAs(JsonString::getString));
  }

  /** One of the keywords that extensions can have here. */
  String keyword(String member, String usual, Set<String> possible) {
    String keyword = text(member).orElse(usual);
    if (!possible.contains(keyword)) {
      throw wrong(
          "has the "
              + member
              + " "
              + ScimJson.excerpt(keyword)
              + ", which is not possible here; write "
              + String.join(" or ", possible.stream().sorted().toList()));
    }
    return keyword;
  }

  /** What is misspelt would silently mean nothing. */
  void refuseAllBut(Set<String> known) {
    for (String member : json.keySet()) {
      if (!known.contains(member)) {
        throw wrong(
            "has "
                + ScimJson.excerpt(member)
                + ", which means nothing; correct it or leave it out");
      }
    }
  }

  IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException(place + " " + why + ".");
  }
}
