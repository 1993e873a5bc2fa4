package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.ActivityPruning;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.activity.Exchange;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes names out of what is kept of users whom SCIM deleted, some time after: the document is
 * emptied, the activity keeps its lines but no longer says about whom. Rows stay, so counts do, and
 * no id is used again. A batch is a transaction: idempotent, and it may die at any point.
 *
 * <p>What others say of a deleted user stays theirs: the manager reference of somebody who waits.
 * So does what is refused later about a name without an id, until the activity is pruned.
 */
@Stateless
public class Erasure {
  /** Small, so that nobody waits for it. */
  public static final int BATCH = 500;

  private static final String FORGET =
      "update provisioning.activity set resource_name = null, changed_values = null, detail = null"
          + " where";

  /** A refusal for a name that is taken says whose it is. */
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

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
    if (!ActivityPruning.isAlone(tenant, database)) {
      return 0;
    }
    String[] due = due(tenant);
    if (due.length > 0) {
      List<String> names = names(tenant, due);
      eraseLines(tenant, due);
      Set<String> keys = names.stream().map(Erasure::key).collect(Collectors.toSet());
      eraseRefusals(tenant, keys);
      eraseMembers(tenant, keys);
      eraseDeeds(tenant, due, names);
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

  /**
   * What they were called in all the time that the activity tells of, as it was written; without
   * what somebody else is called by now.
   */
  private List<String> names(TenantId tenant, String[] due) {
    List<String> names =
        database.query(
            """
            select document ->> 'userName' from provisioning.deleted_user where tenant_id = ? and id = any (cast(? as uuid[]))
            union
            select resource_name from provisioning.activity
            where tenant_id = ? and resource_id = any (?) and resource_type = 'User' and resource_name is not null
            """,
            row -> row.getString(1),
            tenant.value(),
            due,
            tenant.value(),
            due);
    String[] keys = names.stream().map(CaseFold::key).toArray(String[]::new);
    Set<String> borne =
        Set.copyOf(
            database.query(
                "select user_name_key from provisioning.scim_user where tenant_id = ? and"
                    + " user_name_key = any (?)",
                row -> row.getString(1),
                tenant.value(),
                keys));
    return names.stream().filter(name -> !borne.contains(CaseFold.key(name))).toList();
  }

  /** What is about them tells neither who it was nor values, and nothing in words. */
  private void eraseLines(TenantId tenant, String[] due) {
    database.update(
        FORGET + " tenant_id = ? and resource_id = any (?) and resource_type = 'User'",
        tenant.value(),
        due);
  }

  /**
   * What was refused before there was an id, or about a name that found nobody, or that somebody
   * else should get; and names that were sent in place of ids.
   */
  private void eraseRefusals(TenantId tenant, Set<String> keys) {
    String refusals = " tenant_id = ? and status >= 400 and resource_type = 'User' and ";
    String[] named =
        theirs(
            keys,
            "select distinct resource_name from provisioning.activity where"
                + refusals
                + "resource_name is not null",
            tenant);
    database.update(FORGET + refusals + "resource_name = any (?)", tenant.value(), named);
    String[] conflicts =
        database
            .query(
                "select distinct detail from provisioning.activity where tenant_id = ? and status ="
                    + " 409 and scim_type = 'uniqueness' and detail is not null",
                row -> row.getString(1),
                tenant.value())
            .stream()
            .filter(
                detail ->
                    QUOTED.matcher(detail).results().anyMatch(m -> keys.contains(key(m.group(1)))))
            .toArray(String[]::new);
    database.update(
        "update provisioning.activity set detail = null where tenant_id = ? and status = 409 and"
            + " scim_type = 'uniqueness' and detail = any (?)",
        tenant.value(),
        conflicts);
    String[] sentAsIds =
        theirs(
            keys,
            "select distinct resource_id from provisioning.activity where"
                + refusals
                + "resource_id is not null and provisioning.as_id(resource_id) is null",
            tenant);
    database.update(
        FORGET.replace(" where", ", resource_id = null, path = '/Users/…' where")
            + refusals
            + "resource_id = any (?)",
        tenant.value(),
        sentAsIds);
  }

  /** Names in place of members' ids, which a pushed group had. */
  private void eraseMembers(TenantId tenant, Set<String> keys) {
    String[] members =
        theirs(
            keys,
            """
            select distinct member from provisioning.activity
            cross join lateral jsonb_array_elements_text(tolerances -> 'UNKNOWN_MEMBER_SKIPPED') member
            where tenant_id = ? and tolerances -> 'UNKNOWN_MEMBER_SKIPPED' is not null and provisioning.as_id(member) is null
            """,
            tenant);
    database.update(
        "delete from provisioning.unknown_member where tenant_id = ? and member = any (?)",
        tenant.value(),
        theirs(
            keys,
            "select distinct member from provisioning.unknown_member where tenant_id = ? and"
                + " provisioning.as_id(member) is null",
            tenant));
    database.update(
        """
        update provisioning.activity set tolerances = jsonb_set(tolerances, '{UNKNOWN_MEMBER_SKIPPED}',
          (tolerances -> 'UNKNOWN_MEMBER_SKIPPED') - cast(? as text[]))
        where tenant_id = ? and tolerances -> 'UNKNOWN_MEMBER_SKIPPED' is not null
          and jsonb_exists_any(tolerances -> 'UNKNOWN_MEMBER_SKIPPED', ?)
        """,
        members,
        tenant.value(),
        members);
  }

  private String[] theirs(Set<String> keys, String texts, TenantId tenant) {
    return database.query(texts, row -> row.getString(1), tenant.value()).stream()
        .filter(text -> keys.contains(key(text)) || keys.contains(key(decoded(text))))
        .toArray(String[]::new);
  }

  /** What stands in a path, as it was meant. */
  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return segment;
    }
  }

  /** As the activity keeps names of what was refused. */
  private static String key(String name) {
    return CaseFold.key(name.substring(0, Math.min(name.length(), Exchange.LONGEST_NAME)));
  }

  /** What they did in the console somebody did; by name only where no id was kept yet. */
  private void eraseDeeds(TenantId tenant, String[] due, List<String> names) {
    String[] former = names.toArray(String[]::new);
    database.update(
        "update provisioning.activity set actor = 'unknown', client = null, source = null where"
            + " tenant_id = ? and actor_kind = 'person' and (actor_id = any (cast(? as uuid[])) or"
            + " actor_id is null and actor = any (?))",
        tenant.value(),
        due,
        former);
    for (String table : List.of("api_token", "password_link")) {
      database.update(
          "update provisioning."
              + table
              + " set created_by = 'somebody' where tenant_id = ? and (created_by_id = any (cast(?"
              + " as uuid[])) or created_by_id is null and created_by <> 'ops' and created_by ="
              + " any (?))",
          tenant.value(),
          due,
          former);
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
