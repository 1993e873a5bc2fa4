package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Consequence;
import com.ransomleak.provisioning.activity.Consequences;
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
import java.util.List;
import java.util.Optional;

/**
 * One batch of the reconciliation in one transaction. A lock on the row of {@code reconciliation}
 * lets one node work at a time; other nodes do nothing. Each batch is idempotent. This is an EJB,
 * because Payara does not enlist connections in a transaction that {@code @Transactional} begins on
 * the thread of a timer.
 */
@Origin(Origin.Source.TIMER)
@Stateless
public class ReconciliationBatch {
  /**
   * How many different references a batch checks. It changes at most {@link
   * ManagerLinks#MAX_LINES_PER_STATEMENT} lines; if there are more, the next batch checks the same
   * references again.
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

  record LinkedPeople(long linked, long others) {
    boolean isFull() {
      return linked + others >= ManagerLinks.MAX_LINES_PER_STATEMENT;
    }
  }

  /**
   * Checks pending references.
   *
   * @param after the last reference of the previous batch; empty to begin
   * @return the last reference of this batch; null when there are no more, or another node works
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public String pending(TenantId tenant, String after) {
    if (lockIfFree(tenant).isEmpty()) {
      return null;
    }
    List<String> keys = references(PENDING, tenant, after);
    LinkedPeople people = relink(tenant, keys);
    record(tenant, people);
    return people.isFull() ? after : last(keys);
  }

  /**
   * Begins a requested run over all references, unless one is in progress.
   *
   * @param requests the number of requests when the button was shown; another number means that the
   *     button was pressed twice, or by two people
   * @return whether a run began
   */
  @Origin(Origin.Source.ADMIN)
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public boolean begin(TenantId tenant, long requests, Actor actor) {
    insertIfNew(tenant);
    ReconciliationState state =
        entities.find(ReconciliationState.class, tenant.value(), LockModeType.PESSIMISTIC_WRITE);
    boolean first = state.request(requests, order(tenant));
    if (first) {
      begin(tenant, state, "asked");
      activity.record(
          tenant,
          actor,
          new Event(Action.MANAGERS_CHECK_STARTED, "User", null, null, 0, new Consequences()));
    }
    return first;
  }

  /**
   * Checks the next references of the run over all of them, so that every reporting line agrees
   * with its reference, even after the order of keys of the tenant changed or two writes missed
   * each other. A new run begins after the interval, or when the order of keys has changed.
   *
   * @return whether this run has more references; false while another node works
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
    LinkedPeople people = relink(tenant, keys);
    record(tenant, people);
    boolean again = people.isFull();
    boolean over = !again && keys.size() < LIMIT;
    state.advance(
        again ? state.getCursor() : last(keys),
        again ? 0 : keys.size(),
        people.linked() + people.others());
    if (over) {
      state.finish(clock.now());
    }
    return !over;
  }

  /** Locks the row of the tenant; empty while another node works. */
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

  private LinkedPeople relink(TenantId tenant, List<String> keys) {
    if (keys.isEmpty()) {
      return new LinkedPeople(0, 0);
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
        .one(LinkedPeople.class);
  }

  private void record(TenantId tenant, LinkedPeople people) {
    Consequences consequences =
        new Consequences()
            .addCount(Consequence.LINES_LINKED, people.linked())
            .addCount(Consequence.LINES_CHANGED, people.others());
    if (!consequences.isEmpty()) {
      activity.record(
          tenant,
          Actor.TIMER,
          new Event(Action.MANAGERS_RECONCILED, "User", null, null, 0, consequences));
    }
  }

  private List<String> order(TenantId tenant) {
    return tenants.options(tenant).managerKeys();
  }

  private static String last(List<String> keys) {
    return keys.isEmpty() ? null : keys.get(keys.size() - 1);
  }
}
