package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.report.Role;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.role.RoleAdministration;
import com.ransomleak.provisioning.role.RolePermissions;
import com.ransomleak.provisioning.role.RolePermissions.Overview;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * {@code roles.xhtml}: the roles with their permissions, for users who can change them, and the
 * form that creates a role.
 */
@Named
@RequestScoped
public class RolesPage extends ConsolePage {
  @Inject private Reports reports;
  @Inject private RolePermissions roles;
  @Inject private RoleAdministration administration;

  private TenantId tenant;
  private ReportList<Role> list;
  private Set<Permission> granted = Set.of();
  private String error;

  @Override
  @PostConstruct
  void load() {
    tenant = user.tenantFor(Permission.MANAGE_ROLES);
    list = ReportList.of(this, reports, tenant, Role.REPORT, Map.of());
  }

  /** Creates a role and opens its page. A rejected form keeps what the user entered. */
  public void create(String name, String[] permissions) {
    granted = Permission.named(permissions == null ? new String[0] : permissions);
    error =
        rejection(
            () -> {
              UUID id = administration.create(tenant, name, granted, user.actor());
              String stored = roles.find(tenant, id.toString()).map(Overview::name).orElse("");
              redirect("/admin/roles/role?id=" + id, "role.created", stored);
            });
  }

  /** Why the new role is rejected, or null. */
  public String getError() {
    return error;
  }

  /** The permissions that the user has, and so can grant. */
  public Permission[] getGrantable() {
    return Arrays.stream(Permission.values())
        .filter(user.getSignedIn().permissions()::contains)
        .toArray(Permission[]::new);
  }

  public boolean isGranted(Permission permission) {
    return granted.contains(permission);
  }

  /** Whether the address asks for the form, or a form was rejected. */
  public boolean isCreating() {
    return isForm() || !parameter("new").isEmpty();
  }

  public ReportList<Role> getList() {
    return list;
  }
}
