package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.scim.ScimException;
import jakarta.json.JsonObject;

/** What a userName may be beyond what the schema says. */
final class UserNames {
  private UserNames() {}

  /**
   * Rejects blanks at either end: nobody sees them, and two people would seem to have one name. A
   * name that is stored already stays.
   *
   * @param before what is stored; null for a new user
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

  private static boolean isBlank(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.FORMAT;
  }
}
