package com.ransomleak.provisioning.store;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;

/**
 * The locks that a use case takes first when it is repeated. Locks are taken in one order (ADR 20):
 * names, users by id, roles by id, the administrators of the tenant. A transaction that needs an
 * earlier lock than one it holds must not wait for it. It throws an {@link OutOfOrderException},
 * and {@link RetryInterceptor} repeats it. The next attempt takes the missing lock first, where it
 * can wait.
 */
public final class LockOrder {
  /**
   * Names are locked by number, so that a large transaction does not fill the lock table of
   * PostgreSQL.
   */
  private static final int NAMES = 1024;

  private static final ThreadLocal<LockOrder> CURRENT = new ThreadLocal<>();

  private final TreeSet<Integer> names = new TreeSet<>();
  // The order of PostgreSQL is the order of the digits; UUID.compareTo has another one.
  private final TreeSet<String> users = new TreeSet<>();

  private LockOrder() {}

  /** Begins a use case; returns the locks of the outer one. */
  static LockOrder begin() {
    LockOrder previous = CURRENT.get();
    CURRENT.set(new LockOrder());
    return previous;
  }

  /** Ends a use case. */
  static void end(LockOrder previous) {
    if (previous == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(previous);
    }
  }

  /** Adds the locks that the last attempt could not take. */
  static void addMissing(OutOfOrderException missing) {
    CURRENT.get().names.addAll(missing.names());
    missing.users().forEach(user -> CURRENT.get().users.add(user.toString()));
  }

  /** The number of a name within its tenant; two names may share one. */
  public static int name(String kind, String key) {
    return Math.floorMod((kind + ' ' + key).hashCode(), NAMES);
  }

  /** These names and those of earlier attempts, as an array literal of PostgreSQL. */
  public static String names(Collection<Integer> own) {
    TreeSet<Integer> all = new TreeSet<>(own);
    if (CURRENT.get() != null) {
      all.addAll(CURRENT.get().names);
    }
    return literal(all);
  }

  /** The users of earlier attempts, as an array literal of PostgreSQL. */
  public static String users() {
    return CURRENT.get() == null ? "{}" : literal(CURRENT.get().users);
  }

  /**
   * Locks names for a transaction that holds other locks.
   *
   * @throws OutOfOrderException when another transaction holds one of them
   */
  public static void requireNames(Jdbi jdbi, TenantId tenant, Collection<Integer> names) {
    if (names.isEmpty()) {
      return;
    }
    List<Integer> busy =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("select unnest(provisioning.try_lock_names(:tenant, :names))")
                    .bind("tenant", tenant)
                    .bind("names", names.stream().sorted().toArray(Integer[]::new))
                    .mapTo(Integer.class)
                    .list());
    if (!busy.isEmpty()) {
      throw new OutOfOrderException(busy, List.of());
    }
  }

  /**
   * Locks the names that a change adds or removes.
   *
   * @throws OutOfOrderException when another transaction holds one of them
   */
  public static void requireChanged(
      Jdbi jdbi, TenantId tenant, Set<Integer> before, Set<Integer> after) {
    Set<Integer> changed = new TreeSet<>(before);
    changed.addAll(after);
    changed.removeIf(name -> before.contains(name) && after.contains(name));
    requireNames(jdbi, tenant, changed);
  }

  private static String literal(Collection<?> elements) {
    return "{" + String.join(",", elements.stream().map(Object::toString).toList()) + "}";
  }
}
