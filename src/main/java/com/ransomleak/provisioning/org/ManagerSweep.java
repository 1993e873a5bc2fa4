package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
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
@Stateless
public class ManagerSweep {
  /**
   * How many different references a batch looks at. It changes {@link ManagerLinks#PEOPLE} lines at
   * most: where there are more, the next batch looks at the same references again.
   */
  static final int LIMIT = 1000;

  @Inject private Database database;
  @Inject private Activity activity;
  @Inject private Tenants tenants;
  @Inject private OrgSettings settings;

  private record Round(String cursor, boolean underWay, boolean due, boolean otherOrder) {}

  private record Effect(long linked, long others) {
    boolean isFull() {
      return linked + others >= ManagerLinks.PEOPLE;
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
    if (round(tenant).isEmpty()) {
      return null;
    }
    List<String> keys =
        references(tenant, "manager_id is null and manager_reference_key is not null and", after);
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
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public boolean begin(TenantId tenant, long asked, Actor actor) {
    database.enter(tenant.value());
    insertIfNew(tenant);
    boolean first =
        1
            == database.update(
                "update provisioning.reconciliation set asked = asked + 1 where tenant_id = ? and"
                    + " asked = ? and (finished_at is not null or manager_keys <> ?)",
                tenant.value(),
                asked,
                order(tenant));
    if (first) {
      begin(tenant, "asked");
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
    Optional<Round> found = round(tenant);
    if (found.isEmpty() || !(found.get().underWay() || found.get().due())) {
      return false;
    }
    if (!found.get().underWay()) {
      begin(tenant, found.get().otherOrder() ? "order" : "due");
    }
    String cursor = found.get().underWay() ? found.get().cursor() : null;
    List<String> keys = references(tenant, "manager_reference_key is not null and", cursor);
    Effect effect = relink(tenant, keys);
    tell(tenant, effect);
    boolean again = effect.isFull();
    boolean over = !again && keys.size() < LIMIT;
    database.update(
        """
        update provisioning.reconciliation set cursor = ?, checked = checked + ?, changed = changed + ?,
          finished_at = case when ? then clock_timestamp() end
        where tenant_id = ?
        """,
        again ? cursor : last(keys),
        again ? 0 : keys.size(),
        effect.linked() + effect.others(),
        over,
        tenant.value());
    return !over;
  }

  /**
   * Names the tenant and locks its row; empty while another node is at work. A round that goes by
   * another order of keys is not under way: it begins anew.
   */
  private Optional<Round> round(TenantId tenant) {
    database.enterForTimer(tenant.value());
    insertIfNew(tenant);
    return database
        .query(
            """
            select cursor, finished_at is null and manager_keys = ?,
              manager_keys <> ? or finished_at < now() - cast(? as interval), manager_keys <> ?
            from provisioning.reconciliation where tenant_id = ? for update skip locked
            """,
            row ->
                new Round(
                    row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getBoolean(4)),
            order(tenant),
            order(tenant),
            settings.verifyInterval().toString(),
            order(tenant),
            tenant.value())
        .stream()
        .findFirst();
  }

  private void insertIfNew(TenantId tenant) {
    database.update(
        "insert into provisioning.reconciliation (tenant_id, manager_keys, finished_at) values (?,"
            + " ?, clock_timestamp()) on conflict do nothing",
        tenant.value(),
        order(tenant));
  }

  private void begin(TenantId tenant, String cause) {
    database.update(
        """
        update provisioning.reconciliation set manager_keys = ?, cause = ?, cursor = null, checked = 0, changed = 0,
          total = (select count(distinct manager_reference_key) from provisioning.scim_user where tenant_id = ?),
          started_at = clock_timestamp(), finished_at = null
        where tenant_id = ?
        """,
        order(tenant),
        cause,
        tenant.value(),
        tenant.value());
  }

  private List<String> references(TenantId tenant, String condition, String after) {
    return database.query(
        "select distinct manager_reference_key from provisioning.scim_user where tenant_id = ? and "
            + condition
            + " manager_reference_key > ? order by manager_reference_key limit ?",
        row -> row.getString(1),
        tenant.value(),
        after == null ? "" : after,
        LIMIT);
  }

  private Effect relink(TenantId tenant, List<String> keys) {
    if (keys.isEmpty()) {
      return new Effect(0, 0);
    }
    return database
        .query(
            "select linked, unlinked + moved from provisioning.relink(?, ?, ?, ?)",
            row -> new Effect(row.getLong(1), row.getLong(2)),
            tenant.value(),
            keys.toArray(String[]::new),
            order(tenant),
            ManagerLinks.PEOPLE)
        .get(0);
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

  private String[] order(TenantId tenant) {
    return tenants.options(tenant).managerKeys().toArray(String[]::new);
  }

  private static String last(List<String> keys) {
    return keys.isEmpty() ? null : keys.get(keys.size() - 1);
  }
}
