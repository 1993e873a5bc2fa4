package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Reads roles for administrators: their permissions and members. */
@ApplicationScoped
public class RolePermissions {
  private static final String FIND =
      """
      select r.id, r.display_name as name, r.built_in, r.push_allowed, r.version,
        (select count(*) from provisioning.role_member m where m.tenant_id = r.tenant_id and m.role_id = r.id) as members,
        array(select permission from provisioning.role_permission p
          where p.tenant_id = r.tenant_id and p.role_id = r.id) as permissions
      from provisioning.role r where r.tenant_id = :tenant and r.id = :role
      """;

  private static final String GRANTING =
      """
      select r.id, r.display_name as name, r.push_allowed, array_agg(p.permission) as permissions
      from provisioning.role r
      join provisioning.role_permission p on p.tenant_id = r.tenant_id and p.role_id = r.id
      where r.tenant_id = :tenant and (:all or exists (select from provisioning.role_member m
        where m.tenant_id = r.tenant_id and m.role_id = r.id and m.user_id = :user))
      group by r.tenant_id, r.id order by r.name_key, r.id
      """;

  private static final String MEMBERS =
      """
      select u.id, u.user_name, u.active, array(select provisioning.permissions_of(u.tenant_id, u.id)) as permissions
      from provisioning.role_member m
      join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
      where m.tenant_id = :tenant and m.role_id = :role and m.user_id = any (:users)
      """;

  @Inject private Sql sql;

  /** A role as the console shows it. */
  public record Overview(
      UUID id,
      String name,
      boolean builtIn,
      boolean pushAllowed,
      long version,
      long members,
      Set<Permission> permissions) {
    /** Permissions are in their own order, whatever the order of the set. */
    public Overview {
      permissions = new TreeSet<>(permissions);
    }
  }

  /** A role with a permission. */
  public record GrantingRole(
      UUID id, String name, boolean pushAllowed, Set<Permission> permissions) {
    /** Permissions are in their own order, whatever the order of the set. */
    public GrantingRole {
      permissions = new TreeSet<>(permissions);
    }
  }

  /**
   * A member of a role.
   *
   * @param permissions of all roles of the user
   */
  public record Member(UUID id, String userName, boolean active, Set<Permission> permissions) {
    /** Permissions are in their own order, whatever the order of the set. */
    public Member {
      permissions = new TreeSet<>(permissions);
    }
  }

  /** Empty for an id that is not a role of this tenant. */
  @Transactional
  public Optional<Overview> find(TenantId tenant, String id) {
    return ResourceId.of(id)
        .flatMap(role -> sql.of(tenant, FIND).bind("role", role).first(Overview.class));
  }

  /** All roles with a permission, by name. */
  @Transactional
  public List<GrantingRole> granting(TenantId tenant) {
    return granting(tenant, true, null);
  }

  /** The roles of a user that have a permission, by name. */
  @Transactional
  public List<GrantingRole> granting(TenantId tenant, UUID user) {
    return granting(tenant, false, user);
  }

  private List<GrantingRole> granting(TenantId tenant, boolean all, UUID user) {
    return sql.of(tenant, GRANTING).bind("all", all).bind("user", user).list(GrantingRole.class);
  }

  /** Those of the users who are members of the role. */
  @Transactional
  public List<Member> members(TenantId tenant, UUID role, UUID... users) {
    return sql.of(tenant, MEMBERS).bind("role", role).bind("users", users).list(Member.class);
  }
}
