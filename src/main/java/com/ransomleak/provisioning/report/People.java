package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Keyset.SortKey;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/**
 * The tenant's people, found by what they are called and where they stand. By userName a page is
 * read from an index, however deep it lies; in another order, or with a search that few match, the
 * tenant is read once.
 */
@ApplicationScoped
public class People {
  private static final ReportQuery<Person> PEOPLE =
      new ReportQuery<>(
          Person.class,
          """
          select u.id, u.user_name, u.display_name,
            coalesce(jsonb_path_query_first(u.document::jsonb, '$.emails[*] ? (@.primary == true).value') #>> '{}',
              u.document::jsonb #>> '{emails,0,value}') as email,
            u.title,
            u.document::jsonb #>> '{urn:ietf:params:scim:schemas:extension:enterprise:2.0:User,department}' as department,
            t.name as team, u.team_id,
            (select m.display_name from provisioning.scim_user m where m.tenant_id = u.tenant_id and m.id = u.manager_id) as manager,
            u.manager_id, u.external_id, u.active, u.created_at, u.changed_at, <position>
          from provisioning.scim_user u
          left join provisioning.team t on t.tenant_id = u.tenant_id and t.id = u.team_id
          where u.tenant_id = :tenant <filter>
          <page>
          """,
          "u.id",
          List.of(
              new SortKey("userName", "u.user_name_key", "text"),
              new SortKey("name", "u.display_name_key", "text"),
              new SortKey("created", "u.created_at", "timestamptz")));

  @Inject private Jdbi jdbi;

  /**
   * Somebody, as lists show them; what is not known is null.
   *
   * @param email the primary address, else the first
   * @param department as the identity provider sent it
   * @param manager the manager's name
   */
  public record Person(
      UUID id,
      String userName,
      String displayName,
      String email,
      String title,
      String department,
      String team,
      UUID teamId,
      String manager,
      UUID managerId,
      String externalId,
      boolean active,
      OffsetDateTime createdAt,
      OffsetDateTime changedAt) {}

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws ReportException 400
   */
  static void requireOrder(ListRequest request) {
    PEOPLE.requireOrder(request);
  }

  /**
   * What a list is about; names of what is not asked are null.
   *
   * @param manager whose direct reports
   */
  public record Subjects(String team, String role, String manager) {}

  /**
   * Before a list is begun: the team, role and manager that it is about are the tenant's.
   *
   * @throws ReportException 404
   */
  @Transactional
  public Subjects subjects(TenantId tenant, PeopleFilter filter) {
    return new Subjects(
        name(
            "select name from provisioning.team where tenant_id = :tenant and id = :id",
            tenant,
            filter.team(),
            "team"),
        name(
            """
            select display_name from provisioning.role where tenant_id = :tenant and id = :id
            """,
            tenant,
            filter.role(),
            "role"),
        name(
            """
            select display_name from provisioning.scim_user where tenant_id = :tenant and id = :id\
            """,
            tenant,
            filter.manager(),
            "person"));
  }

  private String name(String sql, TenantId tenant, UUID id, String what) {
    return id == null
        ? null
        : ReportQuery.one(jdbi, String.class, sql, tenant, id)
            .orElseThrow(() -> ReportException.unknown(what));
  }

  /** One page. */
  @Transactional
  public Listing<Person> page(TenantId tenant, PeopleFilter filter, ListRequest request) {
    return PEOPLE.page(jdbi, request, filter.conditions(tenant, request));
  }

  /** All of them, one by one. */
  @Transactional
  public void each(
      TenantId tenant, PeopleFilter filter, ListRequest request, Consumer<Person> consumer) {
    PEOPLE.each(jdbi, request, filter.conditions(tenant, request), consumer);
  }

  /** In the caller's transaction. */
  Optional<Person> find(TenantId tenant, UUID id) {
    return PEOPLE.find(jdbi, tenant, id);
  }
}
