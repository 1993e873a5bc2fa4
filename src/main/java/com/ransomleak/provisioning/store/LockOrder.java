package com.ransomleak.provisioning.store;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;

/**
 * What a use case locks before everything else when it is tried again. Locks are taken in one order
 * (ADR 20): names, users by id, roles by id, the administrators of the tenant. A transaction that
 * needs something earlier than what it already holds must not wait for it; it throws an {@link
 * OutOfOrderException}, and {@link RetryInterceptor} begins it anew. The next attempt takes the
 * missing lock first, where it may wait.
 */
public final class LockOrder {
  /**
   * Names are locked by number, so that a large transaction does not fill PostgreSQL's lock table.
   */
  private static final int NAMES = 1024;

  private static final ThreadLocal<LockOrder> CURRENT = new ThreadLocal<>();

  private final TreeSet<Integer> names = new TreeSet<>();
  // In PostgreSQL's order of uuids, which is that of their digits; UUID.compareTo has another.
  private final TreeSet<String> users = new TreeSet<>();

  private LockOrder() {}

  /** Begins a use case; returns what was current before. */
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

  /** Remembers what the last attempt could not have. */
  static void learn(OutOfOrderException missing) {
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
   * Locks names that a transaction turns out to need when it holds other locks already.
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

  private static String literal(Collection<?> elements) {
    return "{" + String.join(",", elements.stream().map(Object::toString).toList()) + "}";
  }
}
