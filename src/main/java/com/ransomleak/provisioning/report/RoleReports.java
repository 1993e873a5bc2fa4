package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Keyset.SortKey;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/** Roles with how many people have them and what they allow; who has one, and since when. */
@ApplicationScoped
public class RoleReports {
  private static final ReportQuery<Role> ROLES =
      new ReportQuery<>(
          Role.class,
          """
          select r.id, r.display_name as name, r.built_in, r.push_allowed, p.active_people, p.inactive_people,
            array(select permission from provisioning.role_permission a
              where a.tenant_id = r.tenant_id and a.role_id = r.id order by permission) as permissions, <position>
          from provisioning.role r
          cross join lateral (
            select count(*) filter (where u.active) as active_people, count(*) filter (where not u.active) as inactive_people,
              count(*) as people
            from provisioning.role_member m
            join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
            where m.tenant_id = r.tenant_id and m.role_id = r.id) p
          where r.tenant_id = :tenant <filter>
          <page>
          """,
          "r.id",
          List.of(
              new SortKey("name", "r.name_key", "text"),
              new SortKey("people", "p.people", "bigint")));

  private static final ReportQuery<Member> MEMBERS =
      new ReportQuery<>(
          Member.class,
          """
          select u.id, u.user_name, u.display_name, u.active, m.added_at as since, <position>
          from provisioning.role_member m
          join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
          where m.tenant_id = :tenant and m.role_id = :role <filter>
          <page>
          """,
          "u.id",
          List.of(
              new SortKey("userName", "u.user_name_key", "text"),
              new SortKey("since", "m.added_at", "timestamptz")));

  @Inject private Jdbi jdbi;

  /**
   * A role.
   *
   * @param pushAllowed whether the identity provider may change who has it
   */
  public record Role(
      UUID id,
      String name,
      boolean builtIn,
      boolean pushAllowed,
      long activePeople,
      long inactivePeople,
      List<String> permissions) {}

  /** Somebody who has a role. */
  public record Member(
      UUID id, String userName, String displayName, boolean active, OffsetDateTime since) {}

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws ReportException 400
   */
  static void requireOrder(ListRequest request) {
    ROLES.requireOrder(request);
  }

  /** One page of roles. */
  @Transactional
  public Listing<Role> page(TenantId tenant, ListRequest request) {
    return ROLES.page(jdbi, request, filter(tenant, request));
  }

  /** All roles in that order, one by one. */
  @Transactional
  public void each(TenantId tenant, ListRequest request, Consumer<Role> consumer) {
    ROLES.each(jdbi, request, filter(tenant, request), consumer);
  }

  /** Whether the tenant has this role. */
  @Transactional
  public boolean exists(TenantId tenant, UUID role) {
    return ReportQuery.one(
            jdbi,
            UUID.class,
            "select id from provisioning.role where tenant_id = :tenant and id = :id",
            tenant,
            role)
        .isPresent();
  }

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws ReportException 400
   */
  static void requireMemberOrder(ListRequest request) {
    MEMBERS.requireOrder(request);
  }

  /** One page of those who have a role. */
  @Transactional
  public Listing<Member> members(TenantId tenant, UUID role, ListRequest request) {
    return MEMBERS.page(jdbi, request, memberFilter(tenant, role, request));
  }

  /** All who have a role in that order, one by one. */
  @Transactional
  public void eachMember(
      TenantId tenant, UUID role, ListRequest request, Consumer<Member> consumer) {
    MEMBERS.each(jdbi, request, memberFilter(tenant, role, request), consumer);
  }

  private static ReportFilter filter(TenantId tenant, ListRequest request) {
    return new ReportFilter(tenant).search(request, "strpos(r.name_key, :search) > 0");
  }

  private static ReportFilter memberFilter(TenantId tenant, UUID role, ListRequest request) {
    return new ReportFilter(tenant).bind("role", role).searchPeople(request);
  }
}
