package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.scim.schema.SearchText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules for userNames beyond the schema, and the names that the console shows and finds. */
final class UserNames {
  private UserNames() {}

  /**
   * Rejects blanks at either end, because they are invisible and two users would seem to have the
   * same name. A stored name can stay.
   *
   * @param before the stored document; null for a new user
   * @throws ScimException 400
   */
  static void check(JsonObject before, JsonObject after) {
    String userName = after.getString("userName");
    boolean stored = before != null && userName.equals(before.getString("userName", null));
    if (!stored
        && !userName.isEmpty()
        && (isBlank(userName.codePointAt(0))
            || isBlank(userName.codePointBefore(userName.length())))) {
      throw ScimException.invalidValue(
              "userName begins or ends with a blank or an invisible character. Remove it, for"
                  + " example in the attribute mapping of your identity provider.")
          .because("userName", after.get("userName"));
    }
  }

  /**
   * The best available name, because not every identity provider sends a displayName: displayName,
   * name.formatted, givenName and familyName, or userName.
   *
   * @param user a document, or the keys of one
   */
  static String display(JsonObject user) {
    JsonObject name =
        user.get("name") instanceof JsonObject parts ? parts : JsonValue.EMPTY_JSON_OBJECT;
    String joined =
        Stream.of("givenName", "familyName")
            .map(part -> name.getString(part, null))
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    return user.getString(
        "displayName",
        name.getString("formatted", joined.isEmpty() ? user.getString("userName") : joined));
  }

  /** The words by which reports and the console find a user. */
  static String searchText(JsonObject user) {
    List<String> values = new ArrayList<>();
    values.add(display(user));
    add(values, user, "displayName", "nickName", "userName", "title");
    if (user.get("name") instanceof JsonObject name) {
      add(values, name, "formatted", "givenName", "middleName", "familyName");
    }
    if (user.get("emails") instanceof JsonArray emails) {
      emails.forEach(email -> add(values, email.asJsonObject(), "value"));
    }
    if (user.get(Schemas.ENTERPRISE_USER) instanceof JsonObject enterprise) {
      add(values, enterprise, "employeeNumber");
    }
    return SearchText.of(values);
  }

  private static void add(List<String> values, JsonObject object, String... names) {
    for (String name : names) {
      values.add(object.getString(name, null));
    }
  }

  /** The name without what {@link #check} rejects at its ends. */
  static String withoutOuterBlanks(String name) {
    int start = 0;
    int end = name.length();
    while (start < end && isBlank(name.codePointAt(start))) {
      start += Character.charCount(name.codePointAt(start));
    }
    while (start < end && isBlank(name.codePointBefore(end))) {
      end -= Character.charCount(name.codePointBefore(end));
    }
    return name.substring(start, end);
  }

  private static boolean isBlank(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.FORMAT;
  }
}
