package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.schema.NameFold;
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
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes the first locks of a transaction that writes a role, in one round trip: the users who can
 * become members, then the role (ADR 20).
 */
@ApplicationScoped
class RoleLocks {
  private static final String BEFORE_CREATE =
      """
      select provisioning.lock_in_order(:tenant, cast(:names as int[]), '{}', cast(:members as uuid[]))
      """;

  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Jdbi jdbi;
  @Inject private Sql sql;

  /** Locks the names and members of a role before it is created. */
  void beforeCreate(TenantId tenant, JsonObject document, Collection<String> members) {
    sql.of(tenant, BEFORE_CREATE)
        .bind("names", LockOrder.names(names(document)))
        .bind("members", RoleMembers.ids(members))
        .one(Boolean.class);
  }

  /**
   * Reads a role and locks its row against other writers.
   *
   * @param members the ids that can become members
   * @throws ScimException 404
   */
  Role byId(TenantId tenant, String id, Collection<String> members) {
    return ResourceId.of(id)
        .flatMap(known -> find(tenant, known, members))
        .orElseThrow(() -> ScimException.notFound("Group", id));
  }

  /** The same; empty for a role that does not exist, or that was deleted during the wait. */
  Optional<Role> find(TenantId tenant, UUID id, Collection<String> members) {
    return entities
        .createNamedQuery(Role.LOCK, Role.class)
        .setParameter(1, tenant.value())
        .setParameter(2, id)
        .setParameter(3, LockOrder.names(Set.of()))
        .setParameter(4, "{" + String.join(",", RoleMembers.ids(members)) + "}")
        .getResultStream()
        .findFirst();
  }

  /**
   * Locks the names that a change adds and removes.
   *
   * @throws com.ransomleak.provisioning.store.OutOfOrderException when another transaction holds
   *     one of them
   */
  void requireNames(TenantId tenant, JsonObject before, JsonObject after) {
    LockOrder.requireChanged(jdbi, tenant, names(before), names(after));
  }

  /** The names that must be unique. Locking them avoids waits in the unique index. */
  private static Set<Integer> names(JsonObject document) {
    Set<Integer> names = new TreeSet<>();
    names.add(LockOrder.name("displayName", NameFold.key(document.getString("displayName"))));
    if (document.containsKey("externalId")) {
      names.add(LockOrder.name("group externalId", document.getString("externalId")));
    }
    return names;
  }
}
