package com.ransomleak.provisioning.role;

/** What whoever writes a role wants back; members only when asked for, as there may be many. */
enum ReturnedMembers {
  VERSION,
  WITHOUT_MEMBERS,
  WITH_MEMBERS;

  static ReturnedMembers with(boolean members) {
    return members ? WITH_MEMBERS : WITHOUT_MEMBERS;
  }
}
