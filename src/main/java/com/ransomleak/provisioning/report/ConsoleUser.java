package com.ransomleak.provisioning.report;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * A user who has a role with permissions, and so can sign in to the console with a password while
 * active. Only a page of the console shows this list; the reports API does not have it.
 *
 * @param roles the names of these roles
 * @param permissions the names of their permissions
 * @param signedInAt the last sign-in that the activity has; null for none
 * @param linkExpiresAt until when an unused password link works; null for none
 * @param linkCreatorPermissions the permissions of the user who created that link, who must keep
 *     those of its owner; null for operations
 */
public record ConsoleUser(
    @Column("u.id") UUID id,
    @Column("u.user_name") String userName,
    @Column("u.display_name") String displayName,
    @Column("u.active") boolean active,
    @Column(ROLES) List<String> roles,
    @Column(PERMISSIONS) List<String> permissions,
    @Column(SIGNED_IN_AT) OffsetDateTime signedInAt,
    @Column(PASSWORD) boolean password,
    @Column(LINK_EXPIRES_AT) OffsetDateTime linkExpiresAt,
    @Column(LINK_CREATOR_PERMISSIONS) List<String> linkCreatorPermissions) {
  static final String ROLES =
      """
      array(select r.display_name from provisioning.role_member m
        join provisioning.role r on r.tenant_id = m.tenant_id and r.id = m.role_id
        where m.tenant_id = u.tenant_id and m.user_id = u.id and exists (
          select from provisioning.role_permission p where p.tenant_id = r.tenant_id and p.role_id = r.id)
        order by r.name_key)\
      """;

  static final String PERMISSIONS =
      """
      array(select distinct p.permission from provisioning.role_member m
        join provisioning.role_permission p on p.tenant_id = m.tenant_id and p.role_id = m.role_id
        where m.tenant_id = u.tenant_id and m.user_id = u.id order by 1)\
      """;

  // Setting a password by a link signs in, too.
  static final String SIGNED_IN_AT =
      """
      (select max(a.at) from provisioning.activity a
        where a.tenant_id = u.tenant_id and a.actor_id = u.id and a.action in ('session.opened', 'password.set'))\
      """;

  static final String PASSWORD =
      """
      exists (select from provisioning.credential c where c.tenant_id = u.tenant_id and c.user_id = u.id)\
      """;

  // A new link replaces the unused one of the same user, so there is at most one.
  private static final String OPEN_LINK =
      """
       from provisioning.password_link l
        where l.tenant_id = u.tenant_id and l.user_id = u.id and l.used_at is null and l.expires_at > now()
        order by l.expires_at desc limit 1)\
      """;

  static final String LINK_EXPIRES_AT = "(select l.expires_at" + OPEN_LINK;

  static final String LINK_CREATOR_PERMISSIONS =
      "(select case when l.created_by_id is not null then array(select"
          + " provisioning.permissions_of(u.tenant_id, l.created_by_id)) end"
          + OPEN_LINK;

  public static final Report<ConsoleUser> REPORT =
      new Report<>(
              "administrators",
              ConsoleUser.class,
              "u.id",
              """
              from provisioning.scim_user u
              where u.tenant_id = :tenant and u.id in (
                select m.user_id from provisioning.role_member m
                join provisioning.role_permission p on p.tenant_id = m.tenant_id and p.role_id = m.role_id
                where m.tenant_id = :tenant)\
              """)
          .search(Report.PERSON)
          .sortByName("name", Report.PERSON_NAME)
          .sort("userName", "u.user_name_key", "text");
}
