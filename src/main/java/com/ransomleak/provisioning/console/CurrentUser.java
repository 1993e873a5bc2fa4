package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.AuditedAs;
import com.ransomleak.provisioning.account.ConsoleCookie;
import com.ransomleak.provisioning.account.NewSession;
import com.ransomleak.provisioning.account.Sessions;
import com.ransomleak.provisioning.account.SignedIn;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.http.PublicAddress;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.TenantSettings;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The user who sends the request, with tenant and permissions; nobody has to be signed in. */
@Named
@RequestScoped
public class CurrentUser {
  @Inject private HttpServletRequest request;
  @Inject private PublicAddress.Reader addresses;
  @Inject private Tenants tenants;
  @Inject private TenantSettings settings;
  @Inject private AuditedAs auditedAs;
  @Inject private Sessions sessions;
  @Inject private DeploymentSettings deployment;

  /** The user whose session the request belongs to, or null. */
  static SignedIn of(HttpServletRequest request) {
    return (SignedIn) request.getAttribute(ConsoleAuthentication.SIGNED_IN);
  }

  /** The user whose session the request belongs to, or null. */
  public SignedIn getSignedIn() {
    return of(request);
  }

  private Optional<SignedIn> signedIn() {
    return Optional.ofNullable(of(request));
  }

  /** The tenant of the host, which anybody may know. {@link ConsoleFilter} requires one. */
  public Tenant getTenant() {
    return getAddress().tenant(tenants, settings).orElseThrow();
  }

  /** The tenant of the session, for a page that needs no permission. */
  public TenantId tenantId() {
    return signedIn().orElseThrow().tenant().id();
  }

  /**
   * The tenant whose data a page reads or changes. It is the tenant of the session, and only if the
   * session has one of the permissions. The constraints of {@code web.xml} check the same; a page
   * that they do not cover gets no tenant here.
   */
  public TenantId tenantFor(Permission... permissions) {
    return signedIn()
        .filter(user -> Stream.of(permissions).anyMatch(user.permissions()::contains))
        .map(user -> user.tenant().id())
        .orElseThrow(
            () ->
                new SecurityException(
                    "No user with " + Arrays.toString(permissions) + " is signed in."));
  }

  /** Runs an action whose activity rows the database writes itself, in the name of this user. */
  public <T> T runAs(TenantId tenant, Supplier<T> action) {
    return auditedAs.of(tenant, actor(), action);
  }

  public PublicAddress getAddress() {
    return addresses.read(request);
  }

  /** This user as the activity shows it. */
  public Actor actor() {
    return new Actor(
        signedIn().map(SignedIn::userName).orElse(""),
        signedIn().map(SignedIn::user).orElse(null),
        Shortened.to(256, request.getHeader("User-Agent")),
        getAddress().client());
  }

  /** Sends the cookies of a new session. */
  void keep(NewSession session) {
    PublicAddress address = getAddress();
    ConsoleCookie.SESSION.write(
        ConsolePage.response(), address, session.session(), deployment.sessionLifetime());
    ConsoleCookie.BROWSER.write(
        ConsolePage.response(), address, session.browser(), deployment.knownBrowserLifetime());
  }

  /** Whether this user may create password links. They require both administrative permissions. */
  boolean isLinkMaker() {
    return may("MANAGE_INTEGRATIONS") && may("MANAGE_ROLES");
  }

  /** The whole address of a link to set a password. */
  String passwordLink(String secret) {
    return getAddress().origin() + request.getContextPath() + "/set-password#" + secret;
  }

  /** Ends the session of the request, if it has one. */
  public void endSession() {
    signedIn().ifPresent(user -> sessions.end(user.tenant().id(), user.session(), actor()));
  }

  /**
   * Whether a page or button is shown to this user.
   *
   * @param permission the name of a {@link Permission}
   */
  public boolean may(String permission) {
    Permission required = Permission.valueOf(permission);
    return signedIn().map(user -> user.permissions().contains(required)).orElse(false);
  }

  /** Whether a script on the page requests the page again, to update a part of it. */
  public boolean isLive() {
    return request.getHeader(ConsoleAuthentication.LIVE) != null;
  }

  /** The first page for this user. */
  public String getHome() {
    if (may("MANAGE_INTEGRATIONS") || may("VIEW_REPORTS") || may("VIEW_ACTIVITY")) {
      return HomePage.ADDRESS;
    }
    return may("MANAGE_ROLES") ? "/admin/roles/roles" : "/admin/account/password";
  }
}
