package com.ransomleak.provisioning.user;

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
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Takes names out of what is kept of users whom SCIM deleted, some time after: the document is
 * emptied, the activity keeps its lines but no longer says about whom. Rows stay, so counts do, and
 * no id is used again. A batch is a transaction: idempotent, and it may die at any point.
 *
 * <p>What others say of a deleted user stays theirs: the manager reference of somebody who waits.
 */
@Stateless
public class Erasure {
  /** Small, so that nobody waits for it. */
  public static final int BATCH = 500;

  /** The line tells neither who it was nor values; its detail goes where it names the person. */
  private static final String FORGET =
      """
      update provisioning.activity a set resource_name = null, changed_values = null,
        detail = case when not exists (
          select from (values ('$.userName'::jsonpath), ('$.displayName'), ('$.nickName'), ('$.externalId'), ('$.name.*'),
              ('$.emails[*].value'), ('$.phoneNumbers[*].value')) named (path)
            cross join lateral jsonb_path_query(d.document, path) value
          where length(value #>> '{}') > 2 and position(lower(value #>> '{}') in lower(a.detail)) > 0) then a.detail end
      from provisioning.deleted_user d
      where a.tenant_id = ? and d.tenant_id = a.tenant_id and d.id = any (cast(? as uuid[]))
      """;

  /** Names of those whose userName nobody else bears by now. */
  private static final String NAMES =
      """
      select gone.document ->> 'userName' from provisioning.deleted_user gone
      where gone.tenant_id = ? and gone.id = any (cast(? as uuid[])) and not exists (
        select from provisioning.scim_user u
        where u.tenant_id = gone.tenant_id and u.user_name_key = lower(gone.document ->> 'userName'))
      """;

  @Inject private Database database;
  @Inject private Tenants tenants;
  @Inject private Activity activity;

  /**
   * Erases up to {@link #BATCH} deleted users, the first deleted first.
   *
   * @return how many; fewer than a batch means that nobody is due any more
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public int erase(TenantId tenant) {
    database.enterForTimer(tenant.value());
    String[] due = due(tenant);
    if (due.length > 0) {
      eraseActivity(tenant, due);
      database.update(
          "update provisioning.deleted_user set document = '{}', erased_at = clock_timestamp()"
              + " where tenant_id = ? and id = any (cast(? as uuid[]))",
          tenant.value(),
          due);
      record(tenant, due.length);
    }
    return due.length;
  }

  /** Those whom another node is erasing are left out. */
  private String[] due(TenantId tenant) {
    return database
        .query(
            """
            select id from provisioning.deleted_user
            where tenant_id = ? and erased_at is null and deleted_at < now() - cast(? as interval)
            order by deleted_at limit ? for update skip locked
            """,
            row -> row.getObject(1, UUID.class).toString(),
            tenant.value(),
            tenants.options(tenant).eraseDeletedAfter().toString(),
            BATCH)
        .toArray(String[]::new);
  }

  private void eraseActivity(TenantId tenant, String[] due) {
    database.update(FORGET + " and a.resource_id = d.id::text", tenant.value(), due);
    // What was refused before there was an id, or about a name that found nobody.
    database.update(
        FORGET
            + " and a.resource_id is null and a.resource_type = 'User' and lower(a.resource_name) ="
            + " lower(d.document ->> 'userName') and d.document ->> 'userName' in ("
            + NAMES
            + ")",
        tenant.value(),
        due,
        tenant.value(),
        due);
    eraseDeeds(tenant, due);
  }

  /** What they did in the console somebody did. */
  private void eraseDeeds(TenantId tenant, String[] due) {
    database.update(
        "update provisioning.activity set actor = 'unknown', client = null, source = null where"
            + " tenant_id = ? and actor_kind = 'person'"
            + " and actor in ("
            + NAMES
            + ")",
        tenant.value(),
        tenant.value(),
        due);
    for (String table : List.of("api_token", "password_link")) {
      database.update(
          "update provisioning."
              + table
              + " set created_by = 'somebody' where tenant_id = ? and created_by <> 'ops' and"
              + " created_by in ("
              + NAMES
              + ")",
          tenant.value(),
          tenant.value(),
          due);
    }
  }

  private void record(TenantId tenant, int erased) {
    String told =
        erased == 1 ? "1 deleted user was anonymised." : erased + " deleted users were anonymised.";
    activity.record(
        tenant,
        Actor.TIMER,
        new Event("user.erased", null, null, null, 0, Set.of(), List.of(told)));
  }
}
