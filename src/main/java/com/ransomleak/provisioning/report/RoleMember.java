package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Filter.Kind;
import com.ransomleak.provisioning.report.Filter.Reference;
import java.time.OffsetDateTime;
import java.util.UUID;

/** A user who has a role, and since when. */
public record RoleMember(
    @Column("u.id") UUID id,
    @Column("u.user_name") String userName,
    @Column("u.display_name") String displayName,
    @Column("u.active") boolean active,
    @Column("m.added_at") OffsetDateTime since) {

  public static final Report<RoleMember> REPORT =
      new Report<>(
              "role-members",
              RoleMember.class,
              "u.id",
              """
              from provisioning.role_member m
              join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
              where m.tenant_id = :tenant\
              """)
          .path("roles/{id}/members")
          .filter("id", new Reference(Kind.ROLE, "m.role_id = :id"))
          .search(Report.PERSON)
          .scanned()
          .sort("userName", "u.user_name_key", "text")
          .sort("name", "u.display_name_key", "text")
          .sort("since", "m.added_at", "timestamptz");
}
