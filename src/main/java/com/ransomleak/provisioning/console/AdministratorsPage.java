package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.ConsoleAccess;
import com.ransomleak.provisioning.account.PasswordLinks;
import com.ransomleak.provisioning.report.ConsoleUser;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.role.RolePermissions;
import com.ransomleak.provisioning.role.RolePermissions.GrantingRole;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code administrators.xhtml}: everybody who can sign in to the console, with password links.
 * Removing access takes two steps: the address names the person, and the page shows what the person
 * loses; a form with the roles that the page showed confirms it. {@link InvitePage} gives access.
 */
@Named
@RequestScoped
public class AdministratorsPage extends ConsolePage {
  @Inject private Reports reports;
  @Inject private RolePermissions roles;
  @Inject private ConsoleAccess access;
  @Inject private PasswordLinks links;

  private TenantId tenant;
  private ReportList<ConsoleUser> list;
  private ConsoleUser removed;
  private ConsoleUser signedOut;
  private List<GrantingRole> rolesOfRemoved = List.of();
  private String link;
  private String linkOwner;

  @Override
  @PostConstruct
  void load() {
    tenant = user.tenantFor(Permission.MANAGE_ROLES);
    list = ReportList.of(this, reports, tenant, ConsoleUser.REPORT, Map.of());
    removed = subjectOf("remove", id -> person(id).filter(this::isRemovable));
    signedOut = subjectOf("signOut", id -> person(id).filter(this::isRemovable));
    rolesOfRemoved = removed == null ? List.of() : roles.granting(tenant, removed.id());
  }

  private Optional<ConsoleUser> person(String id) {
    return ResourceId.of(id).flatMap(known -> reports.find(tenant, ConsoleUser.REPORT, known));
  }

  /** Before the page is rendered. The button beside a person contains the id of the person. */
  public void find() {
    if (!isForm()) {
      return;
    }
    if (!parameter("linkFor").isEmpty()) {
      submit(() -> person(parameter("linkFor")).map(this::createLink).orElse(false), null);
    } else if (!parameter("revokeFor").isEmpty()) {
      submit(() -> revoke(parameter("revokeFor")), "administrators.revoked");
    } else if (!parameter("signOutFor").isEmpty()) {
      Optional<ConsoleUser> person = person(parameter("signOutFor"));
      submit(
          () -> person.map(this::signOut).orElse(false),
          "administrators.signedOut",
          person.map(ConsoleUser::displayName).orElse(""));
    } else if (!parameter("removeFor").isEmpty()) {
      submit(() -> remove(parameter("removeFor")), "administrators.removed");
    }
  }

  /** Creates a link with which a person sets a password, and shows it once. */
  private boolean createLink(ConsoleUser owner) {
    if (!owner.active() || !user.isLinkMaker()) {
      return false;
    }
    String secret = user.runAs(tenant, () -> links.create(tenant, owner.id(), user.actor()));
    linkOwner = owner.userName();
    link = user.passwordLink(secret);
    load();
    return true;
  }

  private boolean revoke(String id) {
    return ResourceId.of(id)
        .filter(known -> access.revokeLink(tenant, known, user.actor()))
        .isPresent();
  }

  private boolean signOut(ConsoleUser person) {
    access.signOut(tenant, person.id(), user.actor());
    return true;
  }

  private boolean remove(String id) {
    Set<UUID> expected =
        Arrays.stream(parameter("expected").split(",", -1))
            .map(ResourceId::of)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    return ResourceId.of(id)
        .filter(known -> access.remove(tenant, known, expected, user.actor()))
        .isPresent();
  }

  /**
   * Whether the unused link of this person works: not while its creator lacks a permission of the
   * person.
   */
  public boolean isLinkWorking(ConsoleUser person) {
    return person.linkExpiresAt() != null
        && (person.linkCreatorPermissions() == null
            || Permission.effective(Permission.named(person.linkCreatorPermissions()))
                .containsAll(Permission.named(person.permissions())));
  }

  /** Whether the user may create a link for this person: not with fewer permissions. */
  public boolean isLinkable(ConsoleUser person) {
    return user.isLinkMaker() && person.active() && isRemovable(person);
  }

  /** Whether the user may remove the access of this person: not with fewer permissions. */
  public boolean isRemovable(ConsoleUser person) {
    return !isOwn(person)
        && user.getSignedIn().permissions().containsAll(Permission.named(person.permissions()));
  }

  public boolean isOwn(ConsoleUser person) {
    return person.id().equals(user.getSignedIn().user());
  }

  /** What signing out means, as a sentence. */
  public String getSignOutQuestion() {
    return Messages.text(
        "administrators.signOut.question", signedOut.displayName(), signedOut.userName());
  }

  /** What the person loses, as a sentence. */
  public String getRemoval() {
    return Messages.text(
        "administrators.remove.question",
        removed.displayName(),
        removed.userName(),
        names(rolesOfRemoved.stream()),
        titles(Permission.named(removed.permissions()).stream()));
  }

  /** The roles that the identity provider can give again; empty for none. */
  public String getPushedRoles() {
    return names(rolesOfRemoved.stream().filter(GrantingRole::pushAllowed));
  }

  private static String names(Stream<GrantingRole> roles) {
    return roles.map(GrantingRole::name).collect(Collectors.joining(", "));
  }

  static String titles(Stream<Permission> permissions) {
    return permissions
        .map(permission -> Messages.text("permission." + permission))
        .collect(Collectors.joining(", "));
  }

  /** The roles that the confirmation requires the person to have. */
  public String getExpectedRoles() {
    return rolesOfRemoved.stream()
        .map(known -> known.id().toString())
        .collect(Collectors.joining(","));
  }

  public ReportList<ConsoleUser> getList() {
    return list;
  }

  /** The person whose access is to be removed, or null. */
  public ConsoleUser getRemoved() {
    return removed;
  }

  /** The person who is to be signed out everywhere, or null. */
  public ConsoleUser getSignedOut() {
    return signedOut;
  }

  public String getLink() {
    return link;
  }

  public String getLinkOwner() {
    return linkOwner;
  }
}
