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
 * Standing conditions worth an admin's eye, as they are now; those of reporting lines are {@link
 * ReportingLineFindings}. Each list is cut at {@link #LIMIT}; totals are not.
 */
@ApplicationScoped
public class Findings {
  /** How many of a kind are named. */
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
      order by u.id
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
      order by id
      """;

  @Inject private Sql sql;

  /** Some of something, and how many there are. */
  public record Found<T>(long total, List<T> items) {
    public boolean isEmpty() {
      return total == 0;
    }
  }

  /**
   * A department that no team belongs to.
   *
   * @param name as the first of its people has it
   */
  public record DepartmentWithoutTeam(String name, long people, List<String> names) {}

  /** Somebody, by id and userName. */
  public record Person(UUID id, String userName) {}

  /** An e-mail address that several people have. */
  public record SharedEmail(String email, long people, List<String> names) {}

  /**
   * An id that was pushed into a role and is nobody's.
   *
   * @param role the role's name
   * @param entry the last line of the activity that tells of it, or null
   */
  public record UnknownMember(String id, String role, OffsetDateTime last, UUID entry) {}

  /**
   * A role that can be taken for a built-in one.
   *
   * @param builtIn the name of that one
   */
  public record LookAlikeRole(UUID id, String name, String builtIn) {}

  /** Departments of which people are without a team, since none may be made for them. */
  @Transactional
  public Found<DepartmentWithoutTeam> departmentsWithoutTeam(TenantId tenant) {
    return list(tenant, DepartmentWithoutTeam.class, DEPARTMENTS_WITHOUT_TEAM);
  }

  /**
   * Active people whom the identity provider could confuse when a userName changes (§Dec-17). A
   * local administrator, of whom no provider ever spoke as far as the activity goes back, needs no
   * externalId.
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
   * Gone when the identity provider removes the member, pushes the group without it or deletes it;
   * when the person arrives; or when somebody deleted was created anew and pushed into the role.
   */
  @Transactional
  public Found<UnknownMember> unknownMembers(TenantId tenant) {
    return list(tenant, UnknownMember.class, UNKNOWN_MEMBERS);
  }

  /** Roles whose name looks like a built-in role's by letters of another script . */
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
