package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.UniqueKey;

/** 409 {@code uniqueness}: another user of the tenant has the userName or externalId (C-03). */
class UserExists extends ScimException {
  private static final long serialVersionUID = 1L;

  private final UniqueKey key;

  UserExists(UniqueKey key) {
    super(409, com.ransomleak.provisioning.scim.ScimType.UNIQUENESS, key.refusal().detail());
    this.key = key;
  }

  UniqueKey key() {
    return key;
  }
}
