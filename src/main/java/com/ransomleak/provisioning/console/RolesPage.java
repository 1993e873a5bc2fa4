package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.role.RolePermissions;
import com.ransomleak.provisioning.role.RolePermissions.Overview;
import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** {@code roles.xhtml}: the roles by name, with their permissions. */
@Named
@RequestScoped
public class RolesPage extends ConsolePage {
  private static final int MAX_NAME_LENGTH = 256;

  @Inject private RolePermissions roles;
  private List<Overview> found;

  @Override
  @PostConstruct
  void load() {
    String after = Shortened.to(MAX_NAME_LENGTH, parameter("after"));
    found = roles.list(user.tenantFor(Permission.MANAGE_ROLES), getSearch(), after, PAGE_SIZE + 1);
  }

  public List<Overview> getRoles() {
    return found.stream().limit(PAGE_SIZE).toList();
  }

  public String getSearch() {
    return Shortened.to(MAX_NAME_LENGTH, parameter("search"));
  }

  /** The address of the next page, or null. */
  public String getNext() {
    if (found.size() <= PAGE_SIZE) {
      return null;
    }
    String last = CaseFold.key(found.get(PAGE_SIZE - 1).name());
    return "roles?search=" + encoded(getSearch()) + "&after=" + encoded(last);
  }
}
