package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Filter.Kind;
import com.ransomleak.provisioning.report.Filter.Reference;
import java.util.UUID;

/** A user of a team, active or not; title, managerId and manager may be null. */
public record TeamMember(
    @Column("u.id") UUID id,
    @Column("u.user_name") String userName,
    @Column("u.display_name") String displayName,
    @Column("u.title") String title,
    @Column("u.active") boolean active,
    @Column("u.manager_id") UUID managerId,
    @Column(Person.MANAGER) String manager) {

  public static final Report<TeamMember> REPORT =
      new Report<>(
              "team-members",
              TeamMember.class,
              "u.id",
              "from provisioning.scim_user u where u.tenant_id = :tenant")
          .path("teams/{id}/members")
          .filter("id", new Reference(Kind.TEAM, "u.team_id = :id"))
          .search(Report.PERSON)
          .scanned()
          .sort("userName", "u.user_name_key", "text")
          .sortByName("name", Report.PERSON_NAME);
}
