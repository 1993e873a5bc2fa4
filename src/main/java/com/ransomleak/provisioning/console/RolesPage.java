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
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** {@code roles.xhtml}: the tenant's roles by name, with what they allow. */
@Named
@RequestScoped
public class RolesPage {
  private static final int PAGE_SIZE = 50;

  @Inject private CurrentUser visitor;
  @Inject private RolePermissions roles;
  @Inject private HttpServletRequest request;
  private String search;
  private List<Overview> found;
  private boolean more;

  @PostConstruct
  void load() {
    search = parameter("search").strip();
    List<Overview> page =
        roles.list(
            visitor.tenantFor(Permission.MANAGE_ROLES), search, parameter("after"), PAGE_SIZE + 1);
    more = page.size() > PAGE_SIZE;
    found = page.stream().limit(PAGE_SIZE).toList();
  }

  public List<Overview> getRoles() {
    return found;
  }

  public String getSearch() {
    return search;
  }

  public boolean isMore() {
    return more;
  }

  /** The address of the next page. */
  public String getNext() {
    String last = CaseFold.key(found.get(found.size() - 1).name());
    return "roles?search=" + encoded(search) + "&after=" + encoded(last);
  }

  private String parameter(String name) {
    return Shortened.to(
        256, Optional.ofNullable(request.getParameter(name)).orElse("").replace("\0", ""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
