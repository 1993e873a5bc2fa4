package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.activity.Exchange;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.LockOrder;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The first statement of each transaction that writes a user: it names the tenant and takes the
 * locks that come first (ADR 20). One round trip.
 */
@ApplicationScoped
class UserLocks {
  private static final String BY_ID =
      "select * from provisioning.lock_user(cast(?1 as uuid), ?2, cast(?3 as uuid), cast(?4 as"
          + " int[]), cast(?5 as uuid[])%s)";

  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Database database;

  /** Before users are created who will have these names. */
  void enter(TenantId tenant, Exchange exchange, Collection<Integer> names) {
    database.query(
        "select provisioning.enter_with_locks(?, ?, cast(? as int[]), cast(? as uuid[]))",
        row -> true,
        tenant.value(),
        exchange.baseUrl(),
        LockOrder.names(names),
        LockOrder.users());
  }

  /**
   * Reads a user and locks its row against other writers.
   *
   * @throws ScimException 404
   */
  User byId(TenantId tenant, String id, Exchange exchange) {
    return byId(BY_ID.formatted(""), tenant, id, exchange);
  }

  /**
   * Reads a user and locks its row against other writers and new references.
   *
   * @throws ScimException 404
   */
  User forDelete(TenantId tenant, String id, Exchange exchange) {
    return byId(BY_ID.formatted(", true"), tenant, id, exchange);
  }

  /** Reads and locks the user who has this externalId. */
  Optional<User> byExternalId(TenantId tenant, String externalId, Exchange exchange) {
    return lock(
        "select * from provisioning.lock_user_by_external_id(cast(?1 as uuid), ?2, ?3, cast(?4 as"
            + " int[]), cast(?5 as uuid[]))",
        tenant,
        exchange,
        externalId);
  }

  /**
   * Locks the names that a user gets or gives up by a change.
   *
   * @throws com.ransomleak.provisioning.store.OutOfOrderException when another transaction holds
   *     one of them
   */
  void requireNames(TenantId tenant, JsonObject before, JsonObject after) {
    Set<Integer> changed = names(before);
    Set<Integer> kept = names(after);
    kept.retainAll(changed);
    changed.addAll(names(after));
    changed.removeAll(kept);
    LockOrder.requireNames(database, tenant.value(), changed);
  }

  /** The names of a user that must be unique, so that nobody waits for one in an index. */
  static Set<Integer> names(JsonObject document) {
    Set<Integer> names = new TreeSet<>();
    names.add(LockOrder.name("userName", CaseFold.key(document.getString("userName"))));
    UserChange.externalId(document)
        .map(externalId -> LockOrder.name("externalId", externalId))
        .ifPresent(names::add);
    return names;
  }

  private User byId(String function, TenantId tenant, String id, Exchange exchange) {
    return ResourceId.of(id)
        .flatMap(known -> lock(function, tenant, exchange, known.toString()))
        .orElseThrow(() -> ScimException.notFound("User", id));
  }

  private Optional<User> lock(String function, TenantId tenant, Exchange exchange, String key) {
    List<?> found =
        entities
            .createNativeQuery(function, User.class)
            .setParameter(1, tenant.toString())
            .setParameter(2, exchange.baseUrl())
            .setParameter(3, key)
            .setParameter(4, LockOrder.names(Set.of()))
            .setParameter(5, LockOrder.users())
            .getResultList();
    return found.stream().map(User.class::cast).findFirst();
  }
}
