package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import com.ransomleak.provisioning.store.UniqueKey;
import jakarta.json.JsonObject;

/** 409 {@code uniqueness}: another user of the tenant has the userName or externalId (C-03). */
class UserExists extends ScimException {
  private static final long serialVersionUID = 1L;

  private final UniqueKey key;
  private final String value;

  /**
   * Says which value is taken.
   *
   * @param document what was to be stored
   */
  UserExists(UniqueKey key, JsonObject document) {
    super(409, ScimType.UNIQUENESS, key.refusal().detail());
    this.key = key;
    this.value = document.getString(key == UniqueKey.USER_NAME ? "userName" : "externalId", "");
  }

  UniqueKey key() {
    return key;
  }

  String value() {
    return value;
  }

  /** The same, with advice for somebody who creates a user. */
  ScimException onCreate(Holder holder) {
    if (key == UniqueKey.USER_EXTERNAL_ID) {
      return externalId(holder);
    }
    return ScimException.uniqueness(
        "userName \""
            + value
            + "\" is taken by another user of this tenant, who is "
            + holder.state()
            + ". Find that user with filter=userName eq \"…\" and "
            + (holder.active() ? "link it" : "set active to true")
            + " instead of creating it again.");
  }

  /** The same, with advice for somebody who changes a user. */
  ScimException onChange(Holder holder) {
    return key == UniqueKey.USER_EXTERNAL_ID
        ? externalId(holder)
        : ScimException.uniqueness(
            "userName \""
                + value
                + "\" is taken by another user of this tenant, who is "
                + holder.state()
                + ". Use another userName, or first change or delete that user.");
  }

  private ScimException externalId(Holder holder) {
    return ScimException.uniqueness(
        "externalId \""
            + value
            + "\" belongs to the "
            + holder.state()
            + " user \""
            + holder.userName()
            + "\". Each user needs a value of its own: check the attribute mapped to externalId.");
  }

  /** The user who has the value. */
  record Holder(String userName, boolean active) {
    private String state() {
      return active ? "active" : "inactive";
    }
  }
}
