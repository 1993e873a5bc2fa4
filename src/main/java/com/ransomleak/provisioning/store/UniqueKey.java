package com.ransomleak.provisioning.store;

import com.ransomleak.provisioning.scim.ScimException;
import java.util.Arrays;
import java.util.Optional;

/** The unique keys of values that clients send, by the name of their constraint. */
public enum UniqueKey {
  USER_NAME(
      "user_userName_unique",
      "userName",
      "userName is taken by another user of this tenant, active or inactive. Find that user by"
          + " userName and link it instead of creating it again."),
  USER_EXTERNAL_ID(
      "user_externalId_unique",
      "externalId",
      "externalId belongs to another user of this tenant. Each user needs a value of its own: check"
          + " the attribute mapped to externalId."),
  ROLE_DISPLAY_NAME(
      "role_displayName_unique",
      "displayName",
      "displayName is taken by another group of this tenant (upper and lower case are the same)."
          + " Link to that group, or choose another name."),
  ROLE_EXTERNAL_ID(
      "role_externalId_unique",
      "externalId",
      "externalId belongs to another group of this tenant. Each group needs a value of its own.");

  private final String constraint;
  private final String attribute;
  private final String detail;

  UniqueKey(String constraint, String attribute, String detail) {
    this.constraint = constraint;
    this.attribute = attribute;
    this.detail = detail;
  }

  /** The constraint's name in {@code db/migration}. */
  public String constraint() {
    return constraint;
  }

  /** The attribute of the document that has the value. */
  String attribute() {
    return attribute;
  }

  /** The 409 that the client gets. */
  public ScimException refusal() {
    return ScimException.uniqueness(detail);
  }

  /**
   * Finds the key that a PostgreSQL message names. The locale of the database server changes the
   * message but not the name. The accessor of the driver is not visible to a WAR on every server.
   */
  static Optional<UniqueKey> namedIn(String message) {
    return Arrays.stream(values()).filter(key -> message.contains(key.constraint)).findFirst();
  }
}
