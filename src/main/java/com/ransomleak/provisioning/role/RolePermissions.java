package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Reads roles for administrators: their permissions and members. */
@ApplicationScoped
public class RolePermissions {
  private static final String ROLES =
      """
      select r.id, r.display_name as name, r.built_in, r.push_allowed,
        (select count(*) from provisioning.role_member m where m.tenant_id = r.tenant_id and m.role_id = r.id) as members,
        array(select permission from provisioning.role_permission p
          where p.tenant_id = r.tenant_id and p.role_id = r.id) as permissions
      from provisioning.role r where r.tenant_id = :tenant and
      """;

  private static final String LIST =
      ROLES
          + "r.name_key > :after and position(:search in r.name_key) > 0 order by r.name_key limit"
          + " :limit";

  private static final String FIND = ROLES + "r.id = :role";

  private static final String MEMBERS =
      """
      select u.id, u.user_name, case when u.display_name <> u.user_name then u.display_name else '' end as display_name,
        u.active, m.added_at as since, array(select provisioning.permissions_of(u.tenant_id, u.id)) as permissions
      from provisioning.role_member m
      join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
      where m.tenant_id = :tenant and m.role_id = :role and
      """;

  private static final String MEMBERS_AFTER =
      MEMBERS + "m.user_id > :after order by m.user_id limit :limit";

  private static final String MEMBER = MEMBERS + "m.user_id = :user";

  private static final String AFFECTED =
      """
      with concerned as (
        select u.user_name as name, u.id
        from provisioning.role_member m
        join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id and u.active
        where m.tenant_id = :tenant and m.role_id = :role and not exists (
          select from provisioning.role_member o
          join provisioning.role_permission p on p.tenant_id = o.tenant_id and p.role_id = o.role_id
          where o.tenant_id = m.tenant_id and o.user_id = m.user_id and o.role_id <> m.role_id and p.permission = :permission))
      select count(*) as people, array(select name from concerned order by id limit 10) as names from concerned
      """;

  @Inject private Sql sql;

  /** A role as the console shows it. */
  public record Overview(
      UUID id,
      String name,
      boolean builtIn,
      boolean pushAllowed,
      long members,
      Set<Permission> permissions) {
    /** Permissions are in their own order, whatever the order of the set. */
    public Overview {
      permissions = new TreeSet<>(permissions);
    }
  }

  /**
   * A member of a role.
   *
   * @param permissions of all roles of the user
   */
  public record Member(
      UUID id,
      String userName,
      String displayName,
      boolean active,
      OffsetDateTime since,
      Set<Permission> permissions) {
    /** Permissions are in their own order, whatever the order of the set. */
    public Member {
      permissions = new TreeSet<>(permissions);
    }
  }

  /**
   * The active members who do not have a permission by another role.
   *
   * @param names the userNames of some of them
   */
  public record Affected(long people, List<String> names) {}

  /** A page of roles by name. */
  @Transactional
  public List<Overview> list(TenantId tenant, String search, String afterName, int limit) {
    return sql.of(tenant, LIST)
        .bind("after", afterName)
        .bind("search", CaseFold.key(search))
        .bind("limit", limit)
        .list(Overview.class);
  }

  /** Empty for an id that is not a role of this tenant. */
  @Transactional
  public Optional<Overview> find(TenantId tenant, String id) {
    return ResourceId.of(id)
        .flatMap(role -> sql.of(tenant, FIND).bind("role", role).first(Overview.class));
  }

  /** Members in the order of their ids, after the one given. */
  @Transactional
  public List<Member> members(TenantId tenant, UUID role, UUID after, int limit) {
    return sql.of(tenant, MEMBERS_AFTER)
        .bind("role", role)
        .bind("after", after)
        .bind("limit", limit)
        .list(Member.class);
  }

  /** A member by id; empty for a user who is not a member. */
  @Transactional
  public Optional<Member> member(TenantId tenant, UUID role, String user) {
    return ResourceId.of(user)
        .flatMap(
            id -> sql.of(tenant, MEMBER).bind("role", role).bind("user", id).first(Member.class));
  }

  /** The users who gain or lose something when this role gains or loses a permission. */
  @Transactional
  public Affected affected(TenantId tenant, UUID role, Permission permission) {
    return sql.of(tenant, AFFECTED)
        .bind("role", role)
        .bind("permission", permission.name())
        .one(Affected.class);
  }
}
