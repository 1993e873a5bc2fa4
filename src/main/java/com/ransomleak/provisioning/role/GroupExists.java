package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import com.ransomleak.provisioning.store.UniqueKey;
import jakarta.json.JsonObject;

/** 409 {@code uniqueness}: another group of the tenant has the displayName or externalId. */
class GroupExists extends ScimException {
  private static final long serialVersionUID = 1L;

  private final UniqueKey key;
  private final String value;
  private final boolean create;

  /**
   * Says which value is taken.
   *
   * @param document what was to be stored
   * @param create whether it was a new group's
   */
  GroupExists(UniqueKey key, JsonObject document, boolean create) {
    super(409, ScimType.UNIQUENESS, key.refusal().detail());
    this.key = key;
    this.value =
        document.getString(key == UniqueKey.ROLE_DISPLAY_NAME ? "displayName" : "externalId", "");
    this.create = create;
  }

  boolean isName() {
    return key == UniqueKey.ROLE_DISPLAY_NAME;
  }

  String value() {
    return value;
  }

  /**
   * The same, with advice that fits what was tried.
   *
   * @param name of the group that has the value
   * @param builtIn whether that is a built-in role
   */
  ScimException with(String name, boolean builtIn) {
    if (!isName()) {
      return ScimException.uniqueness(
          "externalId \""
              + value
              + "\" belongs to the group \""
              + name
              + "\". Each group needs a value of its own.");
    }
    String taken =
        "displayName \""
            + value
            + "\" is taken by "
            + (builtIn ? "the built-in role" : "another group of this tenant,")
            + " \""
            + name
            + "\". Case, blanks, invisible and full-width characters make no difference. ";
    if (create) {
      return ScimException.uniqueness(taken + "Link to that group, or choose another name.");
    }
    return ScimException.uniqueness(
        taken
            + (builtIn
                ? "A group cannot become a built-in role by its name: use another name, or delete"
                    + " this group and link to the built-in role."
                : "Use another name, or first rename or delete that group."));
  }
}
