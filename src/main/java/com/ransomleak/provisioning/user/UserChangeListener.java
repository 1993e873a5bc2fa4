package com.ransomleak.provisioning.user;

/**
 * Updates data that depends on a user, in the transaction that changes the user. The row of the
 * user is locked. The three calls keep the order of locks (ADR 20).
 */
public interface UserChangeListener {

  /**
   * Before the row is written: can set the team and the manager of the user, reject the change with
   * a {@code ScimException}, and lock the manager.
   */
  default void beforeWrite(UserChange change, User user) {}

  /**
   * After the row is written, or before it is deleted if the change has no document after it. Can
   * lock other users.
   */
  default void afterWrite(UserChange change) {}

  /**
   * After all calls of {@code afterWrite}: can lock roles and reject the change, but not lock
   * users.
   */
  default void afterUsers(UserChange change) {}
}
