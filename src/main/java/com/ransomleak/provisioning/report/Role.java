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
    @Column(ACTIVE) long activePeople,
    @Column(INACTIVE) long inactivePeople,
    @Column(PERMISSIONS) List<String> permissions) {
  /** A join would count the members of all roles before the page is cut out. */
  static final String MEMBERS =
      """
      (select count(*) from provisioning.role_member m where m.tenant_id = r.tenant_id and m.role_id = r.id)\
      """;

  static final String ACTIVE = "(" + MEMBERS + " - coalesce(i.people, 0))";
  static final String INACTIVE = "coalesce(i.people, 0)";

  static final String PERMISSIONS =
      """
      array(select permission from provisioning.role_permission a
        where a.tenant_id = r.tenant_id and a.role_id = r.id order by permission)\
      """;

  /** The inactive members of all roles are counted at once; the others are active. */
  public static final Report<Role> REPORT =
      new Report<>(
              "roles",
              Role.class,
              "r.id",
              """
              from provisioning.role r
              left join (
                select m.role_id, count(*) as people from provisioning.scim_user u
                join provisioning.role_member m on m.tenant_id = u.tenant_id and m.user_id = u.id
                where u.tenant_id = :tenant and not u.active group by m.role_id) i on i.role_id = r.id
              where r.tenant_id = :tenant\
              """)
          .search(Report.named("r.name_key"))
          .totalOf("Group")
          .sortByName("name", "r.name_key")
          .sort("people", MEMBERS, "bigint")
          .sort("activePeople", ACTIVE, "bigint")
          .sort("inactivePeople", INACTIVE, "bigint");
}
