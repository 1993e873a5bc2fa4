package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.activity.Exchange;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.schema.NameFold;
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
import java.util.Set;
import java.util.TreeSet;

/**
 * The first statement of each transaction that writes a role: it names the tenant, locks those who
 * may become members, and then the role (ADR 20). One round trip.
 */
@ApplicationScoped
class RoleLocks {
  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Database database;

  /** Before a role is created. */
  void enter(TenantId tenant, JsonObject document, Collection<String> members, Exchange exchange) {
    database.query(
        "select provisioning.enter_with_locks(?, ?, cast(? as int[]), '{}', cast(? as uuid[]))",
        row -> true,
        tenant.value(),
        exchange.baseUrl(),
        LockOrder.names(names(document)),
        RoleMembers.ids(members));
  }

  /**
   * Reads a role and locks its row against other writers.
   *
   * @param members who may become members
   * @throws ScimException 404
   */
  Role byId(TenantId tenant, String id, Collection<String> members, Exchange exchange) {
    List<?> found =
        ResourceId.of(id).isEmpty()
            ? List.of()
            : entities
                .createNativeQuery(
                    "select * from provisioning.lock_role(cast(?1 as uuid), ?2, cast(?3 as uuid),"
                        + " cast(?4 as int[]), cast(?5 as uuid[]))",
                    Role.class)
                .setParameter(1, tenant.toString())
                .setParameter(2, exchange.baseUrl())
                .setParameter(3, id)
                .setParameter(4, LockOrder.names(Set.of()))
                .setParameter(5, "{" + String.join(",", RoleMembers.ids(members)) + "}")
                .getResultList();
    return found.stream()
        .map(Role.class::cast)
        .findFirst()
        .orElseThrow(() -> ScimException.notFound("Group", id));
  }

  /**
   * Locks the names that a role gets and gives up by a change.
   *
   * @throws com.ransomleak.provisioning.store.OutOfOrderException when another transaction holds
   *     one of them
   */
  void requireNames(TenantId tenant, JsonObject before, JsonObject after) {
    Set<Integer> names = names(before);
    names.addAll(names(after));
    LockOrder.requireNames(database, tenant.value(), names);
  }

  /** What must be unique, so that nobody waits for it in an index. */
  private static Set<Integer> names(JsonObject document) {
    Set<Integer> names = new TreeSet<>();
    names.add(LockOrder.name("displayName", NameFold.key(document.getString("displayName"))));
    if (document.containsKey("externalId")) {
      names.add(LockOrder.name("group externalId", document.getString("externalId")));
    }
    return names;
  }
}
