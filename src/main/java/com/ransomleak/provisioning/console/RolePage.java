package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.PasswordLinks;
import com.ransomleak.provisioning.report.ReportRequest;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.report.RoleMember;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.role.Privileges;
import com.ransomleak.provisioning.role.RoleAdministration;
import com.ransomleak.provisioning.role.RolePermissions;
import com.ransomleak.provisioning.role.RolePermissions.Affected;
import com.ransomleak.provisioning.role.RolePermissions.Member;
import com.ransomleak.provisioning.role.RolePermissions.Overview;
import com.ransomleak.provisioning.store.ResourceId;
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
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * {@code role.xhtml}: a role, its permissions and its members. Changing permissions takes two
 * steps: preview who gains or loses a permission, then confirm. The forms contain the permissions
 * that the page showed. A form for an unknown role changes nothing; {@link #find} responds with
 * 404.
 */
@Named
@RequestScoped
public class RolePage extends ConsolePage {
  private static final int MAX_NAMES = 50;

  @Inject private RolePermissions roles;
  @Inject private Reports reports;
  @Inject private RoleAdministration administration;
  @Inject private Privileges privileges;
  @Inject private PasswordLinks links;

  private TenantId tenant;
  private Overview role;
  private ReportList<RoleMember> members;
  private Map<UUID, Member> held = Map.of();
  private Set<Permission> expected = Set.of();
  private Set<Permission> requested = Set.of();
  private List<PermissionImpact> preview = List.of();
  private boolean confirmed;
  private String link;
  private String linkOwner;

  /** Who gains or loses one permission. */
  public record PermissionImpact(Permission permission, boolean gained, Affected affected) {}

  @Override
  @PostConstruct
  void load() {
    tenant = user.tenantFor(Permission.MANAGE_ROLES);
    role = roles.find(tenant, parameter("id")).orElse(null);
    if (role != null) {
      members =
          ReportList.of(
              this, reports, tenant, RoleMember.REPORT, Map.of("id", role.id().toString()));
      held = isLinkable() ? permissionsOfMembers() : Map.of();
      expected = role.permissions();
      requested = role.permissions();
    }
  }

  /** The members of the page with their permissions. */
  private Map<UUID, Member> permissionsOfMembers() {
    UUID[] shown = members.getItems().stream().map(RoleMember::id).toArray(UUID[]::new);
    return roles.members(tenant, role.id(), shown).stream()
        .collect(Collectors.toMap(Member::id, member -> member));
  }

  /**
   * Before the page is rendered. The button beside a member contains the id of the member: by now
   * another member may be in that row.
   */
  public void find() {
    String member = request.getParameter("linkFor");
    if (require(role) && isForm() && member != null) {
      submit(() -> createLink(member), null);
      require(role);
    }
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
    return new PermissionImpact(permission, gained, roles.affected(tenant, role.id(), permission));
  }

  /** The second step. */
  public void change(String sentExpected, String sentRequested) {
    confirmed = true;
    if (role != null) {
      submit(
          () ->
              administration.change(
                  tenant, role.id(), named(sentExpected), named(sentRequested), user.actor()),
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

  /** Creates a link with which a member sets a password, and shows it once. */
  private boolean createLink(String id) {
    Member member =
        ResourceId.of(id).stream()
            .flatMap(known -> roles.members(tenant, role.id(), known).stream())
            .filter(Member::active)
            .findFirst()
            .orElse(null);
    if (member == null || !isLinkable()) {
      return false;
    }
    String secret = user.runAs(tenant, () -> links.create(tenant, member.id(), user.actor()));
    linkOwner = member.userName();
    link = user.passwordLink(secret);
    return true;
  }

  /**
   * Whether members can get password links. A link lets an administrator act as the member, so it
   * requires both administrative permissions. Members of a role without permissions cannot use the
   * console and need no password.
   */
  public boolean isLinkable() {
    return role != null && !role.permissions().isEmpty() && user.isLinkMaker();
  }

  /** Whether the user may create a link for this member: not with fewer permissions. */
  public boolean isLinkable(RoleMember member) {
    return member.active()
        && held.containsKey(member.id())
        && user.getSignedIn().permissions().containsAll(held.get(member.id()).permissions())
        && !member.id().equals(user.getSignedIn().user());
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

  public ReportList<RoleMember> getMembers() {
    return members;
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

  public String getLink() {
    return link;
  }

  public String getLinkOwner() {
    return linkOwner;
  }

  private static String names(Set<Permission> permissions) {
    return permissions.stream().map(Enum::name).collect(Collectors.joining(","));
  }

  private static Set<Permission> named(String list) {
    return Permission.named(list.split(",", -1));
  }
}
