package com.ransomleak.provisioning.report;

import java.util.List;
import java.util.UUID;

/**
 * A role.
 *
 * @param pushAllowed whether the identity provider can change its members
 */
public record Role(
    @Column("r.id") UUID id,
    @Column("r.display_name") String name,
    @Column("r.built_in") boolean builtIn,
    @Column("r.push_allowed") boolean pushAllowed,
    @Column("p.active_people") long activePeople,
    @Column("p.inactive_people") long inactivePeople,
    @Column(PERMISSIONS) List<String> permissions) {
  static final String PERMISSIONS =
      """
      array(select permission from provisioning.role_permission a
        where a.tenant_id = r.tenant_id and a.role_id = r.id order by permission)\
      """;

  public static final Report<Role> REPORT =
      new Report<>(
              "roles",
              Role.class,
              "r.id",
              """
              from provisioning.role r
              left join lateral (
                select count(*) filter (where u.active) as active_people, count(*) filter (where not u.active) as inactive_people,
                  count(*) as people
                from provisioning.role_member m
                join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
                where m.tenant_id = r.tenant_id and m.role_id = r.id) p on true
              where r.tenant_id = :tenant\
              """)
          .search(Report.named("r.name_key"))
          .totalOf("Group")
          .sort("name", "r.name_key", "text")
          .sort("people", "p.people", "bigint")
          .sort("activePeople", "p.active_people", "bigint")
          .sort("inactivePeople", "p.inactive_people", "bigint");
}
