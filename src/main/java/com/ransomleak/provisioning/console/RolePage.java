package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.paging.Page;
import com.ransomleak.provisioning.report.ReportRequest;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.report.RoleMember;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.role.Privileges;
import com.ransomleak.provisioning.role.RoleAdministration;
import com.ransomleak.provisioning.role.RolePermissions;
import com.ransomleak.provisioning.role.RolePermissions.Overview;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code role.xhtml}: a role and its permissions; {@link RoleMembersPage} has its members. Changing
 * permissions and deleting the role take two steps: preview who gains or loses a permission, then
 * confirm. The forms contain what the page showed. A form for an unknown role changes nothing;
 * {@link #find} responds with 404.
 */
@Named
@RequestScoped
public class RolePage extends ConsolePage {
  private static final int MAX_NAMES = 50;
  private static final int MAX_PREVIEW_NAMES = 10;

  @Inject private RolePermissions roles;
  @Inject private Reports reports;
  @Inject private RoleAdministration administration;
  @Inject private Privileges privileges;

  private TenantId tenant;
  private Overview role;
  private Set<Permission> expected = Set.of();
  private Set<Permission> requested = Set.of();
  private List<PermissionImpact> preview = List.of();
  private List<PermissionImpact> deletion;
  private boolean confirmed;

  /**
   * Who gains or loses one permission.
   *
   * @param people how many there are
   * @param first some of them, by name
   */
  public record PermissionImpact(
      Permission permission, boolean gained, long people, List<RoleMember> first) {}

  @Override
  @PostConstruct
  void load() {
    tenant = user.tenantFor(Permission.MANAGE_ROLES);
    role = roles.find(tenant, parameter("id")).orElse(null);
    if (role != null) {
      expected = role.permissions();
      requested = role.permissions();
    }
  }

  /** Before the page is rendered. */
  public void find() {
    if (require(role) && isForm() && !parameter("deleteRole").isEmpty()) {
      submit(this::delete, null);
      reloadUnlessAnswered();
      // Somebody else may have deleted it meanwhile.
      require(role);
    }
  }

  private boolean delete() {
    boolean deleted =
        Long.toString(role.version()).equals(parameter("version"))
            && administration.delete(
                tenant, role.id(), named(parameter("expected")), role.version(), user.actor());
    if (deleted) {
      redirect("/admin/roles/roles", "role.deleted", role.name());
    }
    return deleted;
  }

  /** The first step: shows who gains and who loses a permission. */
  public void preview(String sentExpected, String[] sentRequested) {
    if (role == null) {
      return;
    }
    expected = named(sentExpected);
    requested = Permission.named(sentRequested == null ? new String[0] : sentRequested);
    List<PermissionImpact> impacts =
        Arrays.stream(Permission.values())
            .filter(permission -> expected.contains(permission) != requested.contains(permission))
            .map(permission -> impact(permission, requested.contains(permission)))
            .toList();
    if (impacts.isEmpty()) {
      Messages.info("role.nothingChosen");
      return;
    }
    Set<Permission> gained = EnumSet.copyOf(requested);
    gained.removeAll(expected);
    submit(
        () -> {
          privileges.requireForChange(tenant, role.id(), gained, user.actor());
          preview = impacts;
          return true;
        },
        null);
  }

  private PermissionImpact impact(Permission permission, boolean gained) {
    Map<String, String> filters = Map.of("id", role.id().toString(), "without", permission.name());
    ReportRequest request = new ReportRequest(filters, "", "name", "", MAX_PREVIEW_NAMES);
    Page<RoleMember> first = reports.page(tenant, RoleMember.REPORT, request);
    long people =
        first.next().isEmpty()
            ? first.items().size()
            : reports.total(tenant, RoleMember.REPORT, request);
    return new PermissionImpact(permission, gained, people, first.items());
  }

  /** The second step. */
  public void change(String sentExpected, String sentRequested) {
    confirmed = true;
    if (role != null) {
      expected = named(sentExpected);
      requested = named(sentRequested);
      submit(
          () -> administration.change(tenant, role.id(), expected, requested, user.actor()),
          "role.changed",
          role.name());
    }
  }

  /**
   * Allows or rejects group pushes.
   *
   * @param allowed whether the page showed that pushes are allowed
   * @param permissions which the page showed, so that nobody allows pushes to a role that has
   *     become administrative without being asked
   */
  public void switchPush(boolean allowed, String permissions) {
    if (role != null) {
      submit(
          () ->
              administration.allowPush(
                  tenant, role.id(), named(permissions), !allowed, user.actor()),
          allowed ? "role.pushRejected" : "role.pushAllowed",
          role.name());
    }
  }

  /** Whether the user has this role, and so cannot change its permissions. */
  public boolean isOwn() {
    return role != null && privileges.isMember(tenant, role.id(), user.getSignedIn().user());
  }

  public Overview getRole() {
    return role;
  }

  /** The permissions that the form requires the role to have, as names with commas. */
  public String getExpected() {
    return names(expected);
  }

  /** The permissions that the confirmation sets, as names with commas. */
  public String getRequested() {
    return names(requested);
  }

  public boolean isRequested(Permission permission) {
    return requested.contains(permission);
  }

  /** Whether a push to this role can make somebody an administrator. */
  public boolean isAdministrative() {
    return role != null && role.permissions().stream().anyMatch(Permission::isAdministrative);
  }

  /** What allowing pushes to an administrative role means, with the names of its members. */
  public String getPushQuestion() {
    if (!isAdministrative() || role.pushAllowed()) {
      return null;
    }
    String names =
        reports
            .page(
                tenant,
                RoleMember.REPORT,
                ReportRequest.first(Map.of("id", role.id().toString()), MAX_NAMES))
            .items()
            .stream()
            .map(RoleMember::userName)
            .collect(Collectors.joining(", "));
    long more = role.members() - MAX_NAMES;
    return Messages.text(
        "role.push.confirm",
        role.name(),
        AdministratorsPage.titles(role.permissions().stream()),
        role.members(),
        more > 0 ? Messages.text("role.push.confirm.more", names, more) : names);
  }

  public Permission[] getAllPermissions() {
    return Permission.values();
  }

  /** While the preview is shown, and while its confirmation is processed. */
  public boolean isConfirming() {
    return !preview.isEmpty() || (request.getParameter("confirmChange") != null && !confirmed);
  }

  public List<PermissionImpact> getPreview() {
    return preview;
  }

  /** Whether the change of the preview blocks group pushes. */
  public boolean isStoppingPushes() {
    return role != null
        && role.pushAllowed()
        && preview.stream()
            .anyMatch(impact -> impact.gained() && impact.permission().isAdministrative());
  }

  /**
   * Whether the user may delete this role. A role that accepts pushes is deleted with its group in
   * the identity provider.
   */
  public boolean isDeletable() {
    return role != null
        && !role.builtIn()
        && !role.pushAllowed()
        && !isOwn()
        && user.getSignedIn().permissions().containsAll(role.permissions());
  }

  /** Whether the address asks what deleting this role would do. */
  public boolean isDeleting() {
    return isDeletable() && !parameter("delete").isEmpty();
  }

  /** Who loses which permission when the role is deleted. */
  public List<PermissionImpact> getDeletion() {
    if (deletion == null) {
      deletion = role.permissions().stream().map(permission -> impact(permission, false)).toList();
    }
    return deletion;
  }

  /** What deleting the role means, as a sentence. */
  public String getDeleteQuestion() {
    return Messages.text("role.delete.question", role.name(), role.members());
  }

  private static String names(Set<Permission> permissions) {
    return permissions.stream().map(Enum::name).collect(Collectors.joining(","));
  }

  private static Set<Permission> named(String list) {
    return Permission.named(list.split(",", -1));
  }
}
