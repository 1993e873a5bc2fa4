package com.ransomleak.provisioning.user;

/**
 * Who follows the changes of users: what of the organisation or of the roles depends on a user is
 * brought up to date in the transaction that changes it. Called with the user's row locked and the
 * tenant named.
 */
public interface UserFollower {

  /**
   * Before the row is written: may set the user's team and manager, and may refuse with a {@code
   * ScimException}.
   */
  default void beforeWrite(UserChange change, User user) {}

  /** After the row is written, or about to go when the change has no document after it. */
  default void afterWrite(UserChange change) {}
}
