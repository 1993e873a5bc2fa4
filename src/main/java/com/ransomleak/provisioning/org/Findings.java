package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * Conditions that need the attention of an administrator; {@link ReportingLineFindings} has those
 * of reporting lines. Each list has at most {@link #LIMIT} rows; totals count all.
 */
@ApplicationScoped
public class Findings {
  /** The maximum number of rows of a list. */
  public static final int LIMIT = 100;

  private static final String DEPARTMENTS_WITHOUT_TEAM =
      """
      select
        (array_agg(document order by id))[1]::jsonb -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User' ->> 'department' as name,
        count(*) as people, (array_agg(user_name order by id))[1 : 5] as names
      from provisioning.scim_user
      where tenant_id = :tenant and team_id is null and department_key is not null
      group by department_key order by count(*) desc, department_key
      """;

  private static final String WITHOUT_EXTERNAL_ID =
      """
      select u.id, u.user_name from provisioning.scim_user u
      where u.tenant_id = :tenant and u.external_id is null and u.active and (
        not exists (select from provisioning.credential c where c.tenant_id = u.tenant_id and c.user_id = u.id)
        or exists (select from provisioning.activity a
          where a.tenant_id = u.tenant_id and a.resource_id = u.id::text and a.actor_kind = 'provider'))
      order by u.user_name_key
      """;

  private static final String SHARED_EMAILS =
      """
      select s.value_key as email, s.people, array(
        select distinct u.user_name from provisioning.user_email e
        join provisioning.scim_user u on u.tenant_id = e.tenant_id and u.id = e.user_id
        where e.tenant_id = :tenant and e.value_key = s.value_key limit 5) as names
      from (
        select value_key, count(distinct user_id) as people
        from provisioning.user_email where tenant_id = :tenant and value_key is not null
        group by value_key having count(distinct user_id) > 1) s
      order by s.people desc, s.value_key
      """;

  private static final String UNKNOWN_MEMBERS =
      """
      select m.member as id, r.display_name as role, m.last_at as last, (
        select a.id from provisioning.activity a
        where a.tenant_id = m.tenant_id and a.resource_id = m.role_id::text
          and jsonb_exists(a.tolerances -> 'UNKNOWN_MEMBER_SKIPPED', m.member) order by a.id desc limit 1) as entry
      from provisioning.unknown_member m
      join provisioning.role r on r.tenant_id = m.tenant_id and r.id = m.role_id
      where m.tenant_id = :tenant
      order by m.last_at desc, m.role_id, m.member
      """;

  private static final String LOOK_ALIKE_ROLES =
      """
      select id, display_name as name, initcap(keys ->> 'looksLike') as built_in from provisioning.role
      where tenant_id = :tenant and (keys ->> 'looksLike') is not null
      order by name_key, id
      """;

  @Inject private Sql sql;

  /** The first items and the total. */
  public record Found<T>(long total, List<T> items) {
    public boolean isEmpty() {
      return total == 0;
    }

    /** Whether there are more items than the list has. */
    public boolean isCut() {
      return total > items.size();
    }
  }

  /**
   * A department without a team.
   *
   * @param name as its first user has it
   */
  public record DepartmentWithoutTeam(String name, long people, List<String> names) {}

  /** A user by id and userName. */
  public record Person(UUID id, String userName) {}

  /** An e-mail address of several users. */
  public record SharedEmail(String email, long people, List<String> names) {}

  /**
   * A member of a pushed group that is not a user.
   *
   * @param role the name of the role
   * @param entry the last entry of the activity log about it, or null
   */
  public record UnknownMember(String id, String role, OffsetDateTime last, UUID entry) {}

  /**
   * A role that can be mistaken for a built-in one.
   *
   * @param builtIn the name of the built-in role
   */
  public record LookAlikeRole(UUID id, String name, String builtIn) {}

  /** Departments whose users have no team, because the tenant does not create teams. */
  @Transactional
  public Found<DepartmentWithoutTeam> departmentsWithoutTeam(TenantId tenant) {
    return list(tenant, DepartmentWithoutTeam.class, DEPARTMENTS_WITHOUT_TEAM);
  }

  /**
   * Active users without externalId, whom the identity provider could confuse when a userName
   * changes (§Dec-17). Local administrators, whom no provider has mentioned in the activity log,
   * need none.
   */
  @Transactional
  public Found<Person> withoutExternalId(TenantId tenant) {
    return list(tenant, Person.class, WITHOUT_EXTERNAL_ID);
  }

  @Transactional
  public Found<SharedEmail> sharedEmails(TenantId tenant) {
    return list(tenant, SharedEmail.class, SHARED_EMAILS);
  }

  /**
   * Unknown members of pushed groups. The finding ends when the identity provider removes the
   * member or deletes the group, when the user is created, or when a deleted user is created again
   * and pushed into the role.
   */
  @Transactional
  public Found<UnknownMember> unknownMembers(TenantId tenant) {
    return list(tenant, UnknownMember.class, UNKNOWN_MEMBERS);
  }

  /** Roles whose name imitates a built-in role with letters of another script. */
  @Transactional
  public Found<LookAlikeRole> lookAlikeRoles(TenantId tenant) {
    return list(tenant, LookAlikeRole.class, LOOK_ALIKE_ROLES);
  }

  /**
   * Reads the first rows of a query, and counts all rows when there may be more. The planner drops
   * the columns that the count does not need.
   */
  <T> Found<T> list(TenantId tenant, Class<T> type, String query) {
    List<T> items = sql.of(tenant, query + " limit :limit").bind("limit", LIMIT).list(type);
    long total =
        items.size() < LIMIT
            ? items.size()
            : sql.of(tenant, "select count(*) from (" + query + ") finding").one(Long.class);
    return new Found<>(total, items);
  }
}
