package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.AuditedAs;
import com.ransomleak.provisioning.account.BrowserCookie;
import com.ransomleak.provisioning.account.NewSession;
import com.ransomleak.provisioning.account.SessionCookie;
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
import java.util.Optional;
import java.util.function.Function;

/** Who looks at the page: of which tenant, signed in as whom, allowed what. */
@Named
@RequestScoped
public class CurrentUser {
  @Inject private HttpServletRequest request;
  @Inject private PublicAddress.Reader addresses;
  @Inject private Tenants tenants;
  @Inject private TenantSettings settings;
  @Inject private AuditedAs onBehalf;
  @Inject private Sessions sessions;
  @Inject private DeploymentSettings deployment;

  public Optional<SignedIn> signedIn() {
    return Optional.ofNullable((SignedIn) request.getAttribute(ConsoleAuthentication.SIGNED_IN));
  }

  /** The tenant of this host, for what strangers may see; the filter has seen that there is one. */
  public Tenant getTenant() {
    return getAddress().tenant(tenants, settings).orElseThrow();
  }

  /**
   * Does something that the database records by itself, as this person.
   *
   * @param permission what it takes
   */
  public <T> T does(Permission permission, Function<TenantId, T> deed) {
    TenantId tenant = tenantFor(permission);
    return onBehalf.of(tenant, actor(), () -> deed.apply(tenant));
  }

  /** The tenant of the session, for a page of whoever is signed in. */
  public TenantId tenantId() {
    return signedIn().orElseThrow().tenant().id();
  }

  /**
   * The tenant whose data a page reads or changes: that of the session, and only when it has the
   * permission. The server's constraints ask for it too; a page that they missed gets nothing here.
   */
  public TenantId tenantFor(Permission permission) {
    return signedIn()
        .filter(user -> user.permissions().contains(permission))
        .map(user -> user.tenant().id())
        .orElseThrow(() -> new SecurityException("Nobody with " + permission + " is signed in."));
  }

  public PublicAddress getAddress() {
    return addresses.read(request);
  }

  /** For the record of what is done. */
  public Actor actor() {
    return new Actor(
        getUserName(),
        signedIn().map(SignedIn::user).orElse(null),
        Shortened.to(256, request.getHeader("User-Agent")),
        getAddress().client());
  }

  /** Writes the cookies of a session that was opened into the answer. */
  void keep(NewSession session) {
    PublicAddress address = getAddress();
    SessionCookie.write(Pages.response(), address, session.session(), deployment.sessionLifetime());
    BrowserCookie.write(
        Pages.response(), address, session.browser(), deployment.knownBrowserLifetime());
  }

  /** Ends this browser's session, if there is one. */
  public void endSession() {
    signedIn().ifPresent(user -> sessions.end(user.tenant().id(), user.session(), actor()));
  }

  public boolean isSignedIn() {
    return signedIn().isPresent();
  }

  /** Empty when nobody is signed in. */
  public String getUserName() {
    return signedIn().map(SignedIn::userName).orElse("");
  }

  public String getDisplayName() {
    return signedIn().map(SignedIn::displayName).orElse("");
  }

  public String getFormToken() {
    return signedIn().map(SignedIn::formToken).orElse("");
  }

  /**
   * Whether a page or button is for this visitor.
   *
   * @param permission the name of a {@link Permission}
   */
  public boolean may(String permission) {
    Permission wanted = Permission.valueOf(permission);
    return signedIn().map(user -> user.permissions().contains(wanted)).orElse(false);
  }

  /** Whether the page asks for itself to stay fresh, and only what is live on it is wanted. */
  public boolean isLive() {
    return request.getHeader(ConsoleAuthentication.LIVE) != null;
  }

  /** Whether there are password links to tell about; see {@link LinkNotice}. */
  public boolean isTold() {
    return signedIn().map(SignedIn::newLinks).orElse(false);
  }

  /** The page that is first for this visitor. */
  public String getHome() {
    if (may("MANAGE_INTEGRATIONS")) {
      return "/admin/integrations/scim-provisioning";
    }
    if (may("VIEW_REPORTS")) {
      return "/admin/reports/overview";
    }
    return may("MANAGE_ROLES") ? "/admin/roles/roles" : "/admin/account/password";
  }
}
