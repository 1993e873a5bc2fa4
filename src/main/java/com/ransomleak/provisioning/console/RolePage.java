package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.PasswordLinks;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.role.Privileges;
import com.ransomleak.provisioning.role.RoleAdministration;
import com.ransomleak.provisioning.role.RolePermissions;
import com.ransomleak.provisioning.role.RolePermissions.Affected;
import com.ransomleak.provisioning.role.RolePermissions.Member;
import com.ransomleak.provisioning.role.RolePermissions.Overview;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.ResourceId;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * {@code role.xhtml}: one role, its people, what it allows. Granting goes in two steps: choose, see
 * who gains or loses what, confirm. The forms carry the permissions that the admin saw. A form for
 * an unknown role changes nothing; {@link #find} then answers 404.
 */
@Named
@RequestScoped
public class RolePage {
  private static final int PAGE_SIZE = 50;
  private static final UUID FIRST = new UUID(0, 0);

  @Inject private CurrentUser visitor;
  @Inject private RolePermissions roles;
  @Inject private RoleAdministration editing;
  @Inject private Privileges privileges;
  @Inject private PasswordLinks links;
  @Inject private HttpServletRequest request;

  private Overview role;
  private List<Member> members = List.of();
  private boolean more;
  private String[] wanted = {};
  private String seen = "";
  private boolean answered;
  private boolean pushSeen;
  private List<Effect> preview;
  private String link;
  private String linkOwner;

  /** What a change would mean for people. */
  public record Effect(Permission permission, boolean gained, Affected affected) {}

  @PostConstruct
  void load() {
    role = roles.find(visitor.tenantFor(Permission.MANAGE_ROLES), parameter("id")).orElse(null);
    if (role == null) {
      return;
    }
    UUID after = ResourceId.of(parameter("after")).orElse(FIRST);
    List<Member> page =
        roles.members(visitor.tenantFor(Permission.MANAGE_ROLES), role.id(), after, PAGE_SIZE + 1);
    more = page.size() > PAGE_SIZE;
    members = page.stream().limit(PAGE_SIZE).toList();
    wanted = role.permissions().stream().map(Enum::name).toArray(String[]::new);
    seen = String.join(",", wanted);
    pushSeen = role.pushAllowed();
  }

  /**
   * Before the page is built: another tenant's role is as unknown as one that never was. The
   * buttons beside people name the person, not the row, in which somebody else may be by now.
   */
  public void find() {
    if (role == null) {
      Pages.answerUnknown();
    } else if (Pages.isForm() && request.getParameter("linkFor") != null) {
      makeLink(request.getParameter("linkFor"));
    }
  }

  /** First step: shows who gains and who loses. */
  public void preview() {
    if (role == null) {
      return;
    }
    Set<Permission> before = Permission.named(seen.split(",", -1));
    Set<Permission> after = Permission.named(wanted);
    preview =
        Arrays.stream(Permission.values())
            .filter(permission -> before.contains(permission) != after.contains(permission))
            .map(
                permission ->
                    new Effect(
                        permission,
                        after.contains(permission),
                        roles.affected(
                            visitor.tenantFor(Permission.MANAGE_ROLES), role.id(), permission)))
            .toList();
    if (preview.isEmpty()) {
      preview = null;
      Messages.info("role.nothingChosen");
      return;
    }
    after.removeAll(before);
    try {
      privileges.requireForChange(
          visitor.tenantFor(Permission.MANAGE_ROLES), role.id(), after, visitor.actor());
    } catch (ScimException rejection) {
      preview = null;
      Messages.refusal(rejection);
    }
  }

  /** Second step. */
  public void change() {
    if (role == null) {
      return;
    }
    answered = true;
    try {
      boolean done =
          editing.change(
              visitor.tenantFor(Permission.MANAGE_ROLES),
              role.id(),
              Permission.named(seen.split(",", -1)),
              Permission.named(wanted),
              visitor.actor());
      if (done) {
        Messages.info("role.changed", role.name());
      } else {
        Messages.error("role.stale");
      }
    } catch (ScimException refusal) {
      Messages.refusal(refusal);
    }
    load();
  }

  /** The switch that lets SCIM push to this role, or not: the other of what the admin saw. */
  public void switchPush() {
    if (role == null) {
      return;
    }
    boolean allowed = !pushSeen;
    try {
      if (editing.allowPush(
          visitor.tenantFor(Permission.MANAGE_ROLES), role.id(), allowed, visitor.actor())) {
        Messages.info(allowed ? "role.pushAllowed" : "role.pushRefused", role.name());
      } else {
        Messages.error("role.stale");
      }
    } catch (ScimException rejection) {
      Messages.refusal(rejection);
    }
    load();
  }

  /** Makes a link with which a member sets a password, and shows it this once. */
  private void makeLink(String user) {
    Member member =
        roles
            .member(visitor.tenantFor(Permission.MANAGE_ROLES), role.id(), user)
            .filter(Member::active)
            .orElse(null);
    if (member == null || !isLinkable()) {
      Messages.error("role.stale");
      return;
    }
    try {
      String secret =
          visitor.does(
              Permission.MANAGE_INTEGRATIONS,
              tenant -> links.make(tenant, member.id(), visitor.actor()));
      linkOwner = member.userName();
      link = visitor.getAddress().origin() + request.getContextPath() + "/set-password#" + secret;
    } catch (ScimException rejection) {
      Messages.refusal(rejection);
    }
  }

  /**
   * Whether there are links for members. A person who sets somebody else's password can act as that
   * user, so it takes both administrative permissions; and a role without permissions lets nobody
   * in.
   */
  public boolean isLinkable() {
    return role != null
        && !role.permissions().isEmpty()
        && visitor.may("MANAGE_INTEGRATIONS")
        && visitor.may("MANAGE_ROLES");
  }

  /** Whether the visitor can make a link for this member: not with fewer permissions. */
  public boolean isLinkable(Member member) {
    return member.active()
        && visitor.signedIn().orElseThrow().permissions().containsAll(member.permissions())
        && !isVisitor(member);
  }

  public boolean isVisitor(Member member) {
    return member.id().equals(visitor.signedIn().orElseThrow().user());
  }

  /** Whether the visitor is in the role, and so cannot change its permissions. */
  public boolean isOwn() {
    return role != null
        && privileges.isMember(
            visitor.tenantFor(Permission.MANAGE_ROLES),
            role.id(),
            visitor.signedIn().orElseThrow().user());
  }

  public Overview getRole() {
    return role;
  }

  /** Whether a push to this role could make somebody an administrator. */
  public boolean isAdministrative() {
    return role != null && role.permissions().stream().anyMatch(Permission::isAdministrative);
  }

  public List<Member> getMembers() {
    return members;
  }

  public boolean isMore() {
    return more;
  }

  public String getNext() {
    return "role?id=" + role.id() + "&after=" + members.get(members.size() - 1).id();
  }

  public Permission[] getAllPermissions() {
    return Permission.values();
  }

  /** While the preview is shown, and while the form that was beside it is read. */
  public boolean isConfirming() {
    return preview != null || (request.getParameter("confirmChange") != null && !answered);
  }

  public List<Effect> getPreview() {
    return preview;
  }

  public String getLink() {
    return link;
  }

  public String getLinkOwner() {
    return linkOwner;
  }

  public String[] getWanted() {
    return wanted.clone();
  }

  public void setWanted(String[] wanted) {
    this.wanted = wanted == null ? new String[0] : wanted.clone();
  }

  /** What the confirming form repeats. */
  public String getWantedText() {
    return String.join(",", wanted);
  }

  public void setWantedText(String text) {
    this.wanted = text == null ? new String[0] : text.split(",", -1);
  }

  public String getSeen() {
    return seen;
  }

  public void setSeen(String seen) {
    this.seen = seen == null ? "" : seen;
  }

  public boolean isPushSeen() {
    return pushSeen;
  }

  public void setPushSeen(boolean pushSeen) {
    this.pushSeen = pushSeen;
  }

  private String parameter(String name) {
    return Optional.ofNullable(request.getParameter(name)).orElse("");
  }
}
