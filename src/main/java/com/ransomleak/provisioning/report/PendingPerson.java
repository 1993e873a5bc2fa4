package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Filter.Text;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A user whose manager reference does not resolve.
 *
 * @param team the team's name, or null
 * @param reference the manager as the identity provider sent it
 */
public record PendingPerson(
    @Column("u.id") UUID id,
    @Column("u.user_name") String userName,
    @Column("u.display_name") String displayName,
    @Column(Person.TEAM) String team,
    @Column("u.active") boolean active,
    @Column("u.manager_reference") String reference,
    @Column("u.manager_pending_since") OffsetDateTime since) {

  public static final Report<PendingPerson> REPORT =
      new Report<>(
              "waiting-for-managers",
              PendingPerson.class,
              "u.id",
              """
              from provisioning.scim_user u
              where u.tenant_id = :tenant and u.manager_id is null and u.manager_reference_key is not null\
              """)
          .path("pending-managers/people")
          .filter(
              "reference",
              new Text(
                  "u.manager_reference_key = :reference_key and u.manager_reference = :reference"))
          .search(Report.PERSON)
          .sortByName("name", Report.PERSON_NAME)
          .sort("userName", "u.user_name_key", "text")
          .sort("since", "u.manager_pending_since", "timestamptz");
}
