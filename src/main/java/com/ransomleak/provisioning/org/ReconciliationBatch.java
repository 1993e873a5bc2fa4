package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.store.Origin;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.store.TransactionClock;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Batches of the reconciliation, each one transaction, on one node at a time: the row of {@code
 * reconciliation} is locked, and who finds it locked does nothing. Idempotent; may die at any
 * point. An EJB, because on a timer's thread Payara enlists connections in an EJB's transaction
 * only, not in one that {@code @Transactional} began.
 */
@Origin(Origin.Source.TIMER)
@Stateless
public class ReconciliationBatch {
  /**
   * How many different references a batch looks at. It changes {@link
   * ManagerLinks#MAX_LINES_PER_STATEMENT} lines at most: where there are more, the next batch looks
   * at the same references again.
   */
  static final int LIMIT = 1000;

  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Sql sql;
  @Inject private Activity activity;
  @Inject private Tenants tenants;
  @Inject private DeploymentSettings settings;
  @Inject private TransactionClock clock;

  private static final String PENDING =
      """
      select distinct manager_reference_key from provisioning.scim_user
      where tenant_id = :tenant and manager_id is null and manager_reference_key is not null and manager_reference_key > :after
      order by manager_reference_key limit :limit
      """;

  private static final String ALL =
      """
      select distinct manager_reference_key from provisioning.scim_user
      where tenant_id = :tenant and manager_reference_key is not null and manager_reference_key > :after
      order by manager_reference_key limit :limit
      """;

  record Effect(long linked, long others) {
    boolean isFull() {
      return linked + others >= ManagerLinks.MAX_LINES_PER_STATEMENT;
    }
  }

  /**
   * Looks at references that are pending, after the one given.
   *
   * @param after the last one that is done; empty to begin
   * @return the same of the next batch; null when there is none, or another node is at work
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public String pending(TenantId tenant, String after) {
    if (lockIfFree(tenant).isEmpty()) {
      return null;
    }
    List<String> keys = references(PENDING, tenant, after);
    Effect effect = relink(tenant, keys);
    tell(tenant, effect);
    return effect.isFull() ? after : last(keys);
  }

  /**
   * Begins a round over all references because somebody asked for it, unless one is under way.
   *
   * @param asked how often it had been asked for when the button was shown; another number means
   *     that the button was pressed twice, or by two people
   * @return whether this made a round begin
   */
  @Origin(Origin.Source.ADMIN)
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public boolean begin(TenantId tenant, long asked, Actor actor) {
    insertIfNew(tenant);
    ReconciliationState state =
        entities.find(ReconciliationState.class, tenant.value(), LockModeType.PESSIMISTIC_WRITE);
    boolean first = state.request(asked, order(tenant));
    if (first) {
      begin(tenant, state, "asked");
      activity.record(
          tenant,
          actor,
          new Event("managers.check_started", "User", null, null, 0, Set.of(), List.of()));
    }
    return first;
  }

  /**
   * Looks at the next references of the round that goes over all of them: so that every line is
   * what its reference means, even after the tenant's order changed, or where two writes missed
   * each other. A round that is over begins anew when the interval is over or the order is another.
   *
   * @return whether there is more to look at in this round; false also while another node is at
   *     work
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public boolean all(TenantId tenant) {
    Optional<ReconciliationState> found = lockIfFree(tenant);
    List<String> order = order(tenant);
    if (found.isEmpty()) {
      return false;
    }
    ReconciliationState state = found.get();
    if (!state.isUnderWay(order)) {
      if (!state.isDue(order, settings.verifyInterval(), clock.now())) {
        return false;
      }
      begin(tenant, state, state.hasOrder(order) ? "due" : "order");
    }
    List<String> keys = references(ALL, tenant, state.getCursor());
    Effect effect = relink(tenant, keys);
    tell(tenant, effect);
    boolean again = effect.isFull();
    boolean over = !again && keys.size() < LIMIT;
    state.advance(
        again ? state.getCursor() : last(keys),
        again ? 0 : keys.size(),
        effect.linked() + effect.others());
    if (over) {
      state.finish(clock.now());
    }
    return !over;
  }

  /** The tenant's row, locked; empty while another node is at work. */
  private Optional<ReconciliationState> lockIfFree(TenantId tenant) {
    insertIfNew(tenant);
    return entities
        .createNamedQuery(ReconciliationState.LOCK_IF_FREE, ReconciliationState.class)
        .setParameter(1, tenant.value())
        .getResultList()
        .stream()
        .findFirst();
  }

  private void insertIfNew(TenantId tenant) {
    sql.of(
            tenant,
            """
            insert into provisioning.reconciliation (tenant_id, manager_keys, finished_at)
            values (:tenant, :order, clock_timestamp()) on conflict do nothing
            """)
        .bind("order", order(tenant).toArray(String[]::new))
        .update();
  }

  private void begin(TenantId tenant, ReconciliationState state, String cause) {
    long references =
        sql.of(
                tenant,
                """
                select count(distinct manager_reference_key)
                from provisioning.scim_user
                where tenant_id = :tenant
                """)
            .one(Long.class);
    state.begin(order(tenant), cause, references, clock.now());
  }

  private List<String> references(String query, TenantId tenant, String after) {
    return sql.of(tenant, query)
        .bind("after", after == null ? "" : after)
        .bind("limit", LIMIT)
        .list(String.class);
  }

  private Effect relink(TenantId tenant, List<String> keys) {
    if (keys.isEmpty()) {
      return new Effect(0, 0);
    }
    return sql.of(
            tenant,
            """
            select linked, unlinked + moved as others
            from provisioning.relink_managers(:tenant, :keys, :order, :limit)
            """)
        .bind("keys", keys.toArray(String[]::new))
        .bind("order", order(tenant).toArray(String[]::new))
        .bind("limit", ManagerLinks.MAX_LINES_PER_STATEMENT)
        .one(Effect.class);
  }

  private void tell(TenantId tenant, Effect effect) {
    List<String> done = new ArrayList<>();
    if (effect.linked() > 0) {
      done.add(effect.linked() + " pending reporting lines linked.");
    }
    if (effect.others() > 0) {
      done.add(effect.others() + " reporting lines changed to what their references mean.");
    }
    if (!done.isEmpty()) {
      activity.record(
          tenant,
          Actor.TIMER,
          new Event("managers.reconciled", "User", null, null, 0, Set.of(), done));
    }
  }

  private List<String> order(TenantId tenant) {
    return tenants.options(tenant).managerKeys();
  }

  private static String last(List<String> keys) {
    return keys.isEmpty() ? null : keys.get(keys.size() - 1);
  }
}
