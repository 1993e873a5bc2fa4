package com.ransomleak.provisioning.store;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Another transaction holds a lock that this one needs, and waiting for it could end in a deadlock
 * (ADR 20). Nothing was changed; a {@link RetryOnConflict} use case is repeated with these locks.
 */
public class OutOfOrderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Integer> names;
  private final transient List<UUID> users;

  /**
   * Names the missing locks.
   *
   * @param names by {@link LockOrder#name}
   * @param users by id
   */
  public OutOfOrderException(Collection<Integer> names, Collection<UUID> users) {
    super("A lock is held by another transaction: names " + names + ", users " + users);
    this.names = List.copyOf(names);
    this.users = List.copyOf(users);
  }

  List<Integer> names() {
    return names;
  }

  List<UUID> users() {
    return users;
  }
}
