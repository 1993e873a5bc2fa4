package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Filter.Kind;
import com.ransomleak.provisioning.report.Filter.Reference;
import com.ransomleak.provisioning.report.Filter.Words;
import com.ransomleak.provisioning.role.Permission;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

/** A user who has a role, and since when. */
public record RoleMember(
    @Column("u.id") UUID id,
    @Column("u.user_name") String userName,
    @Column("u.display_name") String displayName,
    @Column("u.active") boolean active,
    @Column("m.added_at") OffsetDateTime since) {

  /** Who gains or loses something when this role gains or loses a permission. */
  private static final Words WITHOUT =
      new Words(
          "",
          Arrays.stream(Permission.values())
              .collect(Collectors.toMap(Enum::name, RoleMember::without)));

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
          .filter("without", WITHOUT)
          .search(Report.PERSON)
          .scanned()
          .sort("userName", "u.user_name_key", "text")
          .sortByName("name", Report.PERSON_NAME)
          .sort("since", "m.added_at", "timestamptz");

  private static String without(Permission permission) {
    return """
    u.active and not exists (select from provisioning.role_member o
      join provisioning.role_permission p on p.tenant_id = o.tenant_id and p.role_id = o.role_id
      where o.tenant_id = m.tenant_id and o.user_id = m.user_id and o.role_id <> m.role_id and p.permission = '%s')\
    """
        .formatted(permission.name());
  }
}
