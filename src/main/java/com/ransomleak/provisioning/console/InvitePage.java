package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.ConsoleAccess;
import com.ransomleak.provisioning.account.ConsoleAccess.Invitation;
import com.ransomleak.provisioning.paging.Page;
import com.ransomleak.provisioning.report.Person;
import com.ransomleak.provisioning.report.ReportRequest;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code invite.xhtml}: gives a person of the tenant a role with permissions, and shows the link to
 * set a password once. It takes two steps: the address names the person and the role, and the page
 * shows what the person gets; a form with the permissions that the page showed confirms it.
 */
@Named
@RequestScoped
public class InvitePage extends ConsolePage {
  private static final int MAX_CANDIDATES = 20;

  @Inject private Reports reports;
  @Inject private RolePermissions roles;
  @Inject private ConsoleAccess access;

  private TenantId tenant;
  private List<GrantingRole> assignable;
  private List<Person> candidates = List.of();
  private Pager pager;
  private Person invited;
  private GrantingRole role;
  private boolean holder;
  private String link;

  @Override
  @PostConstruct
  void load() {
    tenant = user.tenantFor(Permission.MANAGE_ROLES);
    List<GrantingRole> all = roles.granting(tenant);
    assignable = all.stream().filter(this::isAssignable).toList();
    // A form may name any role: the rules say why it is rejected.
    role =
        (isForm() ? all : assignable)
            .stream()
                .filter(known -> known.id().toString().equals(parameter("role")))
                .findFirst()
                .orElse(null);
    invited =
        ResourceId.of(parameter("user"))
            .flatMap(id -> reports.find(tenant, Person.REPORT, id))
            .filter(Person::active)
            .orElse(null);
    holder = isHolder();
  }

  private boolean isHolder() {
    return invited != null
        && role != null
        && roles.granting(tenant, invited.id()).stream()
            .anyMatch(held -> held.id().equals(role.id()));
  }

  private boolean isAssignable(GrantingRole known) {
    return !known.pushAllowed()
        && user.getSignedIn().permissions().containsAll(known.permissions());
  }

  /** Before the page is rendered: looks for the person of the address, or processes the form. */
  public void find() {
    if (isForm()) {
      invite();
    } else if (invited == null && !parameter("person").isEmpty()) {
      findInvited(parameter("person"));
    } else if (invited == null && !parameter("user").isEmpty()) {
      Messages.error("invite.unknown");
    }
    if (holder && link == null) {
      Messages.error("invite.holder", invited.displayName(), role.name());
    }
  }

  private void findInvited(String text) {
    Map<String, String> active = Map.of("state", "active");
    Map<String, String> exact = Map.of("state", "active", "exact", text);
    candidates = reports.page(tenant, Person.EXACT, ReportRequest.first(exact, 2)).items();
    if (candidates.size() != 1) {
      ReportRequest search = new ReportRequest(active, text, "name", "", MAX_CANDIDATES);
      Page<Person> found = reports.countedPage(tenant, Person.REPORT, search);
      candidates = found.items();
      pager = Pager.ofSearch(found);
    }
    invited = candidates.size() == 1 ? candidates.get(0) : null;
    holder = isHolder();
    if (candidates.isEmpty()) {
      Map<String, String> anybody = Map.of("exact", text);
      reports.page(tenant, Person.EXACT, ReportRequest.first(anybody, 1)).items().stream()
          .findFirst()
          .ifPresentOrElse(
              person -> Messages.error("invite.inactive", person.displayName()),
              () -> Messages.error("invite.nobody", text));
    } else if (role == null) {
      Messages.error("invite.noRole");
    }
  }

  private void invite() {
    submit(
        () -> {
          Optional<Invitation> invitation =
              isReady()
                  ? access.invite(
                      tenant, invited.id(), role.id(), expected(), user.isLinkMaker(), user.actor())
                  : Optional.empty();
          link = invitation.flatMap(Invitation::link).map(user::passwordLink).orElse(null);
          if (invitation.isPresent() && link == null) {
            redirect(
                "/admin/roles/" + getBack(), "invite.done", invited.displayName(), role.name());
          }
          return invitation.isPresent();
        },
        null);
  }

  private Set<Permission> expected() {
    return Permission.named(parameter("expected").split(",", -1));
  }

  /** What the person gets, as a sentence. */
  public String getPreview() {
    boolean link = user.isLinkMaker() && access.needsLink(tenant, invited.id(), user.actor());
    String how =
        access.hasPassword(tenant, invited.id())
            ? "invite.preview.password"
            : link ? "invite.preview.link" : "invite.preview.noLink";
    return Messages.text(
            "invite.preview",
            invited.displayName(),
            invited.userName(),
            role.name(),
            AdministratorsPage.titles(role.permissions().stream()))
        + " "
        + Messages.text(how);
  }

  /** Whether a person and a role are chosen that the person does not have. */
  public boolean isReady() {
    return invited != null && role != null && !holder;
  }

  /** The permissions that the confirmation requires the role to have. */
  public String getExpected() {
    return role.permissions().stream().map(Enum::name).collect(Collectors.joining(","));
  }

  /** The roles that the user can give: not those that the identity provider fills. */
  public List<GrantingRole> getAssignable() {
    return assignable;
  }

  /** Whether the page of the role led here, so that the role is not chosen. */
  public boolean isFromRole() {
    return role != null && parameter("from").equals("role");
  }

  public String getTitle() {
    return isFromRole()
        ? Messages.text("invite.title.role", role.name())
        : Messages.text("invite.title");
  }

  /** The page that led here. */
  public String getBack() {
    return isFromRole() ? "role?id=" + role.id() : "administrators";
  }

  /** The role of the address, or null. */
  public GrantingRole getRole() {
    return role;
  }

  /** Which of the people who match the search are shown; null if one is named exactly. */
  public Pager getPager() {
    return pager;
  }

  /** The first people who match the search, when there are several. */
  public List<Person> getCandidates() {
    return invited == null ? candidates : List.of();
  }

  public Person getInvited() {
    return invited;
  }

  /** The new link; null on every other response. */
  public String getLink() {
    return link;
  }
}
