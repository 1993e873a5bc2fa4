package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.scim.ScimException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules for userNames beyond the schema, and the name that the console shows. */
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
          "userName begins or ends with a blank or an invisible character. Remove it, for example"
              + " in the attribute mapping of your identity provider.");
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

  private static boolean isBlank(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.FORMAT;
  }
}
