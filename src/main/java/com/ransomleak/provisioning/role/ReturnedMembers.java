package com.ransomleak.provisioning.role;

/** What a write of a role returns; members only on request, because there can be many. */
enum ReturnedMembers {
  VERSION,
  WITHOUT_MEMBERS,
  WITH_MEMBERS;

  static ReturnedMembers with(boolean members) {
    return members ? WITH_MEMBERS : WITHOUT_MEMBERS;
  }
}
