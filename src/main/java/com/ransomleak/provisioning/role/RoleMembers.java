package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.role.MemberOperations.MemberChanges;
import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.ResourceRow.Link;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Writes the rows of {@code role_member} in sets, without reading them first, so that parallel
 * pushes lose no member (M-41) and the cost does not depend on the size of the role (M-42). The
 * caller has locked the users who can become members, then the role (ADR 20).
 */
@ApplicationScoped
class RoleMembers {
  /** How many unknown members of a role are stored. */
  private static final int MAX_UNKNOWN = 1000;

  private static final int MAX_UNKNOWN_LENGTH = 256;

  private static final String READ =
      """
      select u.id, left(u.display_name, 256) as name
      from provisioning.role_member m
      join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
      where m.tenant_id = :tenant and m.role_id = :role
      """;

  /** The index finds the members, whatever the size of the role. */
  private static final String THESE = "user_id = any (cast(:users as uuid[]))";

  private static final String READ_THESE = READ + " and m." + THESE;

  /** The condition selects the given members, or all others. */
  private static final String REMOVE =
      """
      with removed as (
        delete from provisioning.role_member
        where tenant_id = :tenant and role_id = :role and %s returning user_id),
      forgotten as (
        delete from provisioning.unknown_member where tenant_id = :tenant and role_id = :role and %s)
      select count(*) as count, exists (
        select from provisioning.credential c
        join provisioning.scim_user u on u.tenant_id = c.tenant_id and u.id = c.user_id and u.active
        where c.tenant_id = :tenant and c.user_id in (select user_id from removed)) as password_left,
        provisioning.lock_administrators(:tenant, null, :role, :permissions) as guarded
      from removed
      """;

  private static final String REMOVE_THESE = REMOVE.formatted(THESE, "member = any (:unknown)");

  /**
   * PostgreSQL hashes a subquery. It would search an array again for each row, and a group of
   * 12,000 members could not be replaced.
   */
  private static final String REMOVE_OTHERS =
      REMOVE.formatted(
          "user_id not in (select cast(id as uuid) from unnest(:users) id)",
          "member not in (select unnest(:unknown))");

  /**
   * Users who existed at the begin of the transaction are locked. A user whom another transaction
   * has locked was created since and is being deleted (ADR 20).
   */
  private static final String ADD =
      """
      with requested as (select cast(id as uuid) as id from unnest(:users) id),
        known as (
          select u.id, u.external_id, u.user_name_key from provisioning.scim_user u
          where u.tenant_id = :tenant and u.id in (select id from requested) order by u.id for key share skip locked),
        inserted as (
          insert into provisioning.role_member (tenant_id, role_id, user_id)
          select :tenant, :role, id from known on conflict do nothing returning user_id),
        found as (
          delete from provisioning.unknown_member m where m.tenant_id = :tenant and m.role_id = :role
          and (m.member in (select cast(id as text) from known) or exists (
            select from provisioning.deleted_user d
            where d.tenant_id = m.tenant_id and d.id = provisioning.try_uuid(m.member)
              and (d.external_id in (select external_id from known)
                or d.user_name_key in (select user_name_key from known)))))
      select (select count(*) from inserted) as count,
        array(select cast(id as text) from requested except select cast(id as text) from known) as unknown,
        provisioning.lock_administrators(:tenant, null, :role, :permissions) as guarded
      """;

  private static final String KEEP_UNKNOWN =
      """
      insert into provisioning.unknown_member (tenant_id, role_id, member)
      select :tenant, :role, member from unnest(:members) member
      limit greatest(0, :max - (select count(*) from provisioning.unknown_member where tenant_id = :tenant and role_id = :role))
      on conflict (tenant_id, role_id, member) do update set last_at = now()
      """;

  @Inject private Sql sql;

  /**
   * How many members a change added and removed.
   *
   * @param passwordLeft whether an active user with a password was removed
   * @param guarded whether the role has a permission that one user must keep; then the transaction
   *     holds the lock of the administrators of the tenant
   */
  record MembershipChange(int added, int removed, boolean passwordLeft, boolean guarded) {
    static final MembershipChange NONE = new MembershipChange(0, 0, false, false);

    boolean isNone() {
      return added == 0 && removed == 0;
    }

    MembershipChange plus(MembershipChange next) {
      return new MembershipChange(
          added + next.added,
          removed + next.removed,
          passwordLeft || next.passwordLeft,
          guarded || next.guarded);
    }
  }

  /**
   * Applies a change in at most two statements. Ids that are not users of this tenant are skipped
   * and recorded (§Dec-19), and so are groups (U-18).
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public MembershipChange apply(
      TenantId tenant, UUID role, MemberChanges changes, Warnings warnings) {
    Removed removed =
        changes.isCleared()
            ? removeAllBut(tenant, role, changes.added())
            : remove(tenant, role, changes.removed(), warnings);
    Added added =
        changes.added().isEmpty() ? Added.NONE : add(tenant, role, changes.added(), warnings);
    return new MembershipChange(
        added.count(),
        removed.count(),
        removed.passwordLeft(),
        removed.guarded() || added.guarded());
  }

  /**
   * Reads members as responses show them, for filters on more than ids.
   *
   * @param baseUrl {@code https://acme.example.com/scim/v2}
   * @param among the ids to read; all when empty
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public List<JsonObject> read(
      TenantId tenant, UUID role, String baseUrl, Optional<Set<String>> among) {
    Sql.Statement read = sql.of(tenant, among.isEmpty() ? READ : READ_THESE).bind("role", role);
    among.ifPresent(some -> read.bind("users", ids(some)));
    return read.list(Link.class).stream().map(member -> member(baseUrl, member)).toList();
  }

  private static JsonObject member(String baseUrl, Link member) {
    return ScimJson.object()
        .add("value", member.id().toString())
        .add("$ref", baseUrl + "/Users/" + member.id())
        .add("display", member.name())
        .add("type", "User")
        .build();
  }

  private Removed removeAllBut(TenantId tenant, UUID role, Set<String> kept) {
    return remove(REMOVE_OTHERS, tenant, role, kept);
  }

  private Removed remove(TenantId tenant, UUID role, Set<String> members, Warnings warnings) {
    if (members.isEmpty()) {
      return new Removed(0, false, false);
    }
    Removed removed = remove(REMOVE_THESE, tenant, role, members);
    if (removed.count() < members.size()) {
      warnings.add(
          WarningType.REMOVED_NOTHING,
          "members: "
              + (members.size() - removed.count())
              + " of "
              + members.size()
              + " were no members");
    }
    return removed;
  }

  private Removed remove(String statement, TenantId tenant, UUID role, Set<String> members) {
    return sql.of(tenant, statement)
        .bind("role", role)
        .bind("users", ids(members))
        .bind("unknown", unknown(members))
        .bind("permissions", Permission.guardedNames(Permission.GUARDED))
        .one(Removed.class);
  }

  private Added add(TenantId tenant, UUID role, Set<String> members, Warnings warnings) {
    Added added =
        sql.of(tenant, ADD)
            .bind("role", role)
            .bind("users", ids(members))
            .bind("permissions", Permission.guardedNames(Permission.GUARDED))
            .one(Added.class);
    Set<String> unknown = new TreeSet<>(added.unknown());
    List<String> groups = unknown.isEmpty() ? List.of() : groups(tenant, added.unknown());
    groups.forEach(id -> warnings.add(WarningType.GROUP_MEMBER_SKIPPED, "members: " + id));
    groups.forEach(unknown::remove);
    members.stream().filter(id -> ResourceId.of(id).isEmpty()).forEach(unknown::add);
    unknown.forEach(id -> warnings.add(WarningType.UNKNOWN_MEMBER_SKIPPED, id));
    if (!unknown.isEmpty()) {
      keepUnknown(tenant, role, unknown);
    }
    return added;
  }

  /** Stores unknown members for the finding, which ends when the identity provider removes them. */
  private void keepUnknown(TenantId tenant, UUID role, Set<String> unknown) {
    sql.of(tenant, KEEP_UNKNOWN)
        .bind("role", role)
        .bind("members", unknown(unknown))
        .bind("max", MAX_UNKNOWN)
        .update();
  }

  /** The ids as table {@code unknown_member} has them. */
  private static String[] unknown(Set<String> members) {
    return members.stream()
        .map(member -> Shortened.to(MAX_UNKNOWN_LENGTH, member))
        .distinct()
        .toArray(String[]::new);
  }

  /** The ids of groups of this tenant, which cannot be members (U-18). */
  private List<String> groups(TenantId tenant, List<String> unknown) {
    return sql.of(
            tenant,
            "select id from provisioning.role where tenant_id = :tenant and id = any"
                + " (cast(:ids as uuid[]))")
        .bind("ids", unknown.toArray(String[]::new))
        .list(String.class);
  }

  /** The well-formed ids; all others are unknown. */
  static String[] ids(Collection<String> members) {
    return members.stream().filter(id -> ResourceId.of(id).isPresent()).toArray(String[]::new);
  }

  /** What a statement removed. */
  private record Removed(int count, boolean passwordLeft, boolean guarded) {}

  /** What a statement added, and the ids that it did not find. */
  private record Added(int count, List<String> unknown, boolean guarded) {
    private static final Added NONE = new Added(0, List.of(), false);
  }
}
