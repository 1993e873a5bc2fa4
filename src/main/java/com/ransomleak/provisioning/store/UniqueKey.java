package com.ransomleak.provisioning.store;

import com.ransomleak.provisioning.scim.ScimException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The unique keys that a client can run into, by the name of their constraint; the names are words
 * of our language.
 */
public enum UniqueKey {
  USER_NAME(
      "user_userName_unique",
      "userName is taken by another user of this tenant, active or inactive. Find that user with"
          + " filter=userName eq \"…\" and link it instead of creating it again."),
  USER_EXTERNAL_ID(
      "user_externalId_unique",
      "externalId belongs to another user of this tenant. Each user needs a value of its own: check"
          + " the attribute mapped to externalId."),
  ROLE_DISPLAY_NAME(
      "role_displayName_unique",
      "displayName is taken by another group of this tenant (upper and lower case are the same)."
          + " Link to that group, or choose another name."),
  ROLE_EXTERNAL_ID(
      "role_externalId_unique",
      "externalId belongs to another group of this tenant. Each group needs a value of its own.");

  private final String constraint;
  private final String detail;

  UniqueKey(String constraint, String detail) {
    this.constraint = constraint;
    this.detail = detail;
  }

  /** The constraint's name in {@code db/migration}. */
  public String constraint() {
    return constraint;
  }

  /** The 409 that the client gets. */
  public ScimException refusal() {
    return ScimException.uniqueness(detail);
  }

  /**
   * The key that a PostgreSQL message names. The message is translated by the server's locale, the
   * name in it is not; the driver's own accessor for it is not visible to a WAR on every server.
   */
  static Optional<UniqueKey> namedIn(String message) {
    return Arrays.stream(values()).filter(key -> message.contains(key.constraint)).findFirst();
  }
}
