package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Filter.Kind;
import com.ransomleak.provisioning.report.Filter.Reference;
import com.ransomleak.provisioning.report.Filter.Words;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A user in a list. Unknown values are null. PostgreSQL reads any page ordered by userName from an
 * index. Other orders, and searches with few matches, read all users of the tenant.
 *
 * @param email the primary address, else the first
 * @param department as the identity provider sent it
 * @param manager the manager's name
 */
public record Person(
    @Column("u.id") UUID id,
    @Column("u.user_name") String userName,
    @Column("u.display_name") String displayName,
    @Column(EMAIL) String email,
    @Column("u.title") String title,
    @Column("u.document::jsonb #>> '{" + ENTERPRISE + ",department}'") String department,
    @Column("t.name") String team,
    @Column("u.team_id") UUID teamId,
    @Column(MANAGER) String manager,
    @Column("u.manager_id") UUID managerId,
    @Column("u.external_id") String externalId,
    @Column("u.active") boolean active,
    @Column("u.created_at") OffsetDateTime createdAt,
    @Column("u.changed_at") OffsetDateTime changedAt) {
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  static final String EMAIL =
      """
      coalesce(jsonb_path_query_first(u.document::jsonb, '$.emails[*] ? (@.primary == true).value') #>> '{}',
        u.document::jsonb #>> '{emails,0,value}')\
      """;

  static final String MANAGER =
      "(select m.display_name from provisioning.scim_user m where m.tenant_id = u.tenant_id and"
          + " m.id = u.manager_id)";

  private static final String HAS_ROLE =
      """
      u.id in (select user_id from provisioning.role_member where tenant_id = :tenant and role_id = :role)\
      """;

  /** Neither a reporting line nor a reference that could become one. */
  private static final String WITHOUT_MANAGER =
      "u.manager_id is null and u.keys #>> '{" + ENTERPRISE + ":manager,value}' is null";

  public static final Report<Person> REPORT =
      new Report<>(
              "people",
              Person.class,
              "u.id",
              """
              from provisioning.scim_user u
              left join provisioning.team t on t.tenant_id = u.tenant_id and t.id = u.team_id
              where u.tenant_id = :tenant\
              """)
          .filter(
              "state",
              Words.of("all", "active", "u.active", "inactive", "not u.active", "all", "true"))
          .filter("team", new Reference(Kind.TEAM, "u.team_id = :team"))
          .filter("role", new Reference(Kind.ROLE, HAS_ROLE))
          // A user who is their own manager does not report to themselves.
          .filter(
              "manager", new Reference(Kind.PERSON, "u.manager_id = :manager and u.id <> :manager"))
          .filter(
              "without",
              Words.of(
                  "",
                  "team",
                  "u.team_id is null",
                  "manager",
                  WITHOUT_MANAGER,
                  "externalId",
                  "u.external_id is null"))
          .search(Report.PERSON)
          .searchWhole("u.id = provisioning.try_uuid(:exact) or u.external_id = :exact")
          .totalOf("User")
          .sort("userName", "u.user_name_key", "text")
          .sort("name", "u.display_name_key", "text")
          .sort("created", "u.created_at", "timestamptz");
}
