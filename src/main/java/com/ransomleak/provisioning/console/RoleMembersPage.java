package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.ConsoleAccess;
import com.ransomleak.provisioning.account.PasswordLinks;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.report.RoleMember;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.role.RolePermissions;
import com.ransomleak.provisioning.role.RolePermissions.Member;
import com.ransomleak.provisioning.role.RolePermissions.Overview;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The members on {@code role.xhtml}, with links to set a password. Removing a member takes two
 * steps: the address names the member, and a form confirms it. {@link InvitePage} adds a person.
 */
@Named
@RequestScoped
public class RoleMembersPage extends ConsolePage {
  @Inject private RolePermissions roles;
  @Inject private Reports reports;
  @Inject private ConsoleAccess access;
  @Inject private PasswordLinks links;

  private TenantId tenant;
  private Overview role;
  private ReportList<RoleMember> list;
  private Map<UUID, Member> held = Map.of();
  private Member removed;
  private String link;
  private String linkOwner;

  @Override
  @PostConstruct
  void load() {
    tenant = user.tenantFor(Permission.MANAGE_ROLES);
    role = roles.find(tenant, parameter("id")).orElse(null);
    if (role != null) {
      list =
          ReportList.of(
              this,
              reports,
              tenant,
              RoleMember.REPORT,
              Map.of("id", role.id().toString(), "without", parameter("without")));
      held = permissionsOfMembers();
      removed = subjectOf("remove", id -> member(id).filter(this::isRemovable));
    }
  }

  /** The members of the page with their permissions. */
  private Map<UUID, Member> permissionsOfMembers() {
    UUID[] shown = list.getItems().stream().map(RoleMember::id).toArray(UUID[]::new);
    return roles.members(tenant, role.id(), shown).stream()
        .collect(Collectors.toMap(Member::id, member -> member));
  }

  private Optional<Member> member(String id) {
    return ResourceId.of(id).stream()
        .flatMap(known -> roles.members(tenant, role.id(), known).stream())
        .findFirst();
  }

  /**
   * Before the page is rendered. The button beside a member contains the id of the member: by now
   * another member may be in that row.
   */
  public void find() {
    if (role == null || !isForm()) {
      return;
    }
    if (!parameter("linkFor").isEmpty()) {
      submit(() -> createLink(parameter("linkFor")), null);
    } else if (!parameter("removeFor").isEmpty()) {
      submit(() -> remove(parameter("removeFor")), "role.member.removed", role.name());
    }
    reloadUnlessAnswered();
    // It may have been deleted meanwhile.
    require(role);
  }

  /** Creates a link with which a member sets a password, and shows it once. */
  private boolean createLink(String id) {
    Member member = member(id).filter(Member::active).orElse(null);
    if (member == null || !isLinkable()) {
      return false;
    }
    String secret = user.runAs(tenant, () -> links.create(tenant, member.id(), user.actor()));
    linkOwner = member.userName();
    link = user.passwordLink(secret);
    return true;
  }

  private boolean remove(String id) {
    return ResourceId.of(id)
        .filter(known -> access.removeFromRole(tenant, known, role.id(), user.actor()))
        .isPresent();
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
    return isLinkable()
        && member.active()
        && held.containsKey(member.id())
        && isBelow(held.get(member.id()));
  }

  /** Whether the user has all permissions of another member. */
  private boolean isBelow(Member member) {
    return user.getSignedIn().permissions().containsAll(member.permissions())
        && !member.id().equals(user.getSignedIn().user());
  }

  /** Whether administrators decide who has the role, and not the identity provider. */
  public boolean isEditable() {
    return role != null && !role.pushAllowed();
  }

  /** Whether the user may remove this member from the role: not with fewer permissions. */
  public boolean isRemovable(RoleMember member) {
    return held.containsKey(member.id()) && isRemovable(held.get(member.id()));
  }

  private boolean isRemovable(Member member) {
    return isEditable()
        && isBelow(member)
        && user.getSignedIn().permissions().containsAll(role.permissions());
  }

  /** Whether the user may give this role to a person. */
  public boolean isAddable() {
    return isEditable()
        && !role.permissions().isEmpty()
        && user.getSignedIn().permissions().containsAll(role.permissions());
  }

  public ReportList<RoleMember> getList() {
    return list;
  }

  /** The permission that the members of the list do not have by another role, as a sentence. */
  public String getWithout() {
    return Permission.named(parameter("without")).stream()
        .findFirst()
        .map(known -> Messages.text("role.members.without", known.title()))
        .orElse("");
  }

  /** The member who is to be removed, or null. */
  public Member getRemoved() {
    return removed;
  }

  /** What the member loses, as a sentence. */
  public String getRemoval() {
    return Messages.text("role.member.remove.question", removed.userName(), role.name());
  }

  public String getLink() {
    return link;
  }

  public String getLinkOwner() {
    return linkOwner;
  }
}
