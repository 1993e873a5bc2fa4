package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.LockOrder;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;

/** Takes the first locks of a transaction that writes a user (ADR 20), in one round trip. */
@ApplicationScoped
class UserLocks {
  private static final String BEFORE_CREATE =
      """
      select provisioning.lock_in_order(:tenant, cast(:names as int[]), cast(:users as uuid[])) and exists (
        select from provisioning.scim_user where tenant_id = :tenant and manager_reference_key = any (:keys))
      """;

  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Jdbi jdbi;
  @Inject private Sql sql;

  /**
   * Locks the names of users before they are created.
   *
   * @param keys by which other users can refer to them as their manager
   * @return whether a manager reference of another user is one of the keys
   */
  boolean beforeCreate(TenantId tenant, Collection<Integer> names, Collection<String> keys) {
    return sql.of(tenant, BEFORE_CREATE)
        .bind("names", LockOrder.names(names))
        .bind("users", LockOrder.users())
        .bind("keys", keys.toArray(String[]::new))
        .one(Boolean.class);
  }

  /**
   * Reads a user and locks its row against other writers.
   *
   * @throws ScimException 404
   */
  User byId(TenantId tenant, String id) {
    return byId(User.LOCK, tenant, id);
  }

  /**
   * Reads a user and locks its row against other writers and new references.
   *
   * @throws ScimException 404
   */
  User forDelete(TenantId tenant, String id) {
    return byId(User.LOCK_FOR_DELETE, tenant, id);
  }

  /** Reads and locks the user who has this externalId. */
  Optional<User> byExternalId(TenantId tenant, String externalId) {
    return lock(User.LOCK_BY_EXTERNAL_ID, tenant, externalId);
  }

  /**
   * Locks the names that a change adds or removes.
   *
   * @throws com.ransomleak.provisioning.store.OutOfOrderException when another transaction holds
   *     one of them
   */
  void requireNames(TenantId tenant, JsonObject before, JsonObject after) {
    LockOrder.requireChanged(jdbi, tenant, names(before), names(after));
  }

  /** The names of a user that must be unique. Locking them avoids waits in the unique index. */
  static Set<Integer> names(JsonObject document) {
    Set<Integer> names = new TreeSet<>();
    names.add(LockOrder.name("userName", CaseFold.key(document.getString("userName"))));
    UserChange.externalId(document)
        .map(externalId -> LockOrder.name("externalId", externalId))
        .ifPresent(names::add);
    return names;
  }

  private User byId(String query, TenantId tenant, String id) {
    return ResourceId.of(id)
        .flatMap(known -> lock(query, tenant, known))
        .orElseThrow(() -> ScimException.notFound("User", id));
  }

  private Optional<User> lock(String query, TenantId tenant, Object key) {
    return entities
        .createNamedQuery(query, User.class)
        .setParameter(1, tenant.value())
        .setParameter(2, key)
        .setParameter(3, LockOrder.names(Set.of()))
        .setParameter(4, LockOrder.users())
        .getResultStream()
        .findFirst();
  }
}
