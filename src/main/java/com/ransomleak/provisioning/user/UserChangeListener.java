package com.ransomleak.provisioning.user;

/**
 * Follows the changes of users: brings up to date what of the organisation or of the roles depends
 * on a user, in the transaction that changes it. Called with the user's row locked and the tenant
 * named. The three calls keep the order of locks (ADR 20).
 */
public interface UserChangeListener {

  /**
   * Before the row is written: may set the user's team and manager, and may refuse with a {@code
   * ScimException}. May lock whom the user reports to.
   */
  default void beforeWrite(UserChange change, User user) {}

  /**
   * After the row is written, or before it is deleted when the change has no document after it. May
   * lock other users.
   */
  default void afterWrite(UserChange change) {}

  /** After every other one's {@code afterWrite}: may lock roles and refuse, but no more users. */
  default void afterUsers(UserChange change) {}
}
