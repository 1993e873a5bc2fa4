package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Standing conditions worth an admin's eye, as they are now; those of reporting lines are {@link
 * BrokenLines}. Each list is cut at {@link #LIMIT}; totals are not.
 */
@ApplicationScoped
public class Findings {
  /** How many of a kind are named. */
  public static final int LIMIT = 100;

  private static final int NAMES = 5;

  @Inject private Database database;

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
  public record LonelyDepartment(String name, long people, List<String> names) {}

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
  public Found<LonelyDepartment> departmentsWithoutTeam(TenantId tenant) {
    database.enter(tenant.value());
    List<LonelyDepartment> items =
        database.query(
            """
            select (array_agg(document -> 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User' ->> 'department' order by id))[1],
              count(*), (array_agg(document ->> 'userName' order by id))[1:5]
            from provisioning.scim_user
            where tenant_id = ? and team_id is null and department_key is not null
            group by department_key order by count(*) desc, department_key limit ?
            """,
            row ->
                new LonelyDepartment(
                    row.getString(1),
                    row.getLong(2),
                    List.of((String[]) row.getArray(3).getArray())),
            tenant.value(),
            LIMIT);
    return found(
        "select count(distinct department_key) from provisioning.scim_user where tenant_id = ? and"
            + " team_id is null and department_key is not null",
        tenant,
        items);
  }

  /**
   * Active people whom the identity provider could confuse when a userName changes (§Dec-17). A
   * local administrator, of whom no provider ever spoke as far as the activity goes back, needs no
   * externalId.
   */
  @Transactional
  public Found<Person> withoutExternalId(TenantId tenant) {
    database.enter(tenant.value());
    String condition =
        " from provisioning.scim_user u where u.tenant_id = ? and external_id is null and active"
            + " and (not exists (select from provisioning.credential c where c.tenant_id ="
            + " u.tenant_id and c.user_id = u.id) or exists (select from provisioning.activity a"
            + " where a.tenant_id = u.tenant_id and a.resource_id = u.id::text and a.actor_kind ="
            + " 'provider'))";
    List<Person> items =
        database.query(
            "select id, document ->> 'userName'" + condition + " order by id limit ?",
            row -> new Person(row.getObject(1, UUID.class), row.getString(2)),
            tenant.value(),
            LIMIT);
    return found("select count(*)" + condition, tenant, items);
  }

  @Transactional
  public Found<SharedEmail> sharedEmails(TenantId tenant) {
    database.enter(tenant.value());
    String shared =
        """
        select value_key, count(distinct user_id) as people
        from provisioning.user_email where tenant_id = ? and value_key is not null
        group by value_key having count(distinct user_id) > 1
        """;
    List<SharedEmail> items =
        database.query(
            "select s.value_key, s.people, array(select distinct u.document ->> 'userName' from"
                + " provisioning.user_email e join provisioning.scim_user u on u.tenant_id ="
                + " e.tenant_id and u.id = e.user_id where e.tenant_id = ? and e.value_key ="
                + " s.value_key limit ?) from ("
                + shared
                + ") s order by s.people desc, s.value_key limit ?",
            row ->
                new SharedEmail(
                    row.getString(1),
                    row.getLong(2),
                    Arrays.asList((String[]) row.getArray(3).getArray())),
            tenant.value(),
            NAMES,
            tenant.value(),
            LIMIT);
    return found("select count(*) from (" + shared + ") s", tenant, items);
  }

  /**
   * Gone when the identity provider removes the member, pushes the group without it or deletes it;
   * when the person arrives; or when somebody deleted was created anew and pushed into the role.
   */
  @Transactional
  public Found<UnknownMember> unknownMembers(TenantId tenant) {
    database.enter(tenant.value());
    String unknown =
        """
        from provisioning.unknown_member m
        join provisioning.role r on r.tenant_id = m.tenant_id and r.id = m.role_id
        where m.tenant_id = ?
        """;
    List<UnknownMember> items =
        database.query(
            """
            select m.member, r.document ->> 'displayName', m.last_at, (
              select a.id from provisioning.activity a
              where a.tenant_id = m.tenant_id and a.resource_id = m.role_id::text
                and jsonb_exists(a.tolerances -> 'UNKNOWN_MEMBER_SKIPPED', m.member) order by a.id desc limit 1)
            """
                + unknown
                + " order by m.last_at desc, m.role_id, m.member limit ?",
            row ->
                new UnknownMember(
                    row.getString(1),
                    row.getString(2),
                    row.getObject(3, OffsetDateTime.class),
                    row.getObject(4, UUID.class)),
            tenant.value(),
            LIMIT);
    return found("select count(*) " + unknown, tenant, items);
  }

  /** Roles whose name looks like a built-in role's by letters of another script (V17). */
  @Transactional
  public Found<LookAlikeRole> lookAlikeRoles(TenantId tenant) {
    database.enter(tenant.value());
    String lookAlike =
        " from provisioning.role where tenant_id = ? and (keys ->> 'looksLike') is not null";
    List<LookAlikeRole> items =
        database.query(
            "select id, document ->> 'displayName', initcap(keys ->> 'looksLike')"
                + lookAlike
                + " order by id limit ?",
            row ->
                new LookAlikeRole(row.getObject(1, UUID.class), row.getString(2), row.getString(3)),
            tenant.value(),
            LIMIT);
    return found("select count(*)" + lookAlike, tenant, items);
  }

  /** Counts only where the list may be cut. */
  private <T> Found<T> found(String count, TenantId tenant, List<T> items) {
    long total =
        items.size() < LIMIT
            ? items.size()
            : database.query(count, row -> row.getLong(1), tenant.value()).get(0);
    return new Found<>(total, items);
  }
}
