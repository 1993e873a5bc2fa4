package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.settings.AdministratorOptions;
import com.ransomleak.provisioning.store.FailureKind;
import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.TenantSettings;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Appoints the administrators in the settings, at each start. A tenant needs one if no active user
 * can sign in and manage integrations: a new tenant, or one that locked itself out. The
 * administrator is an ordinary user, who sets the password through the link that the SQL function
 * {@code password_link} prints.
 */
@ApplicationScoped
public class FirstAdministrators {
  private static final Logger LOG = System.getLogger(FirstAdministrators.class.getName());

  @Inject private TenantSettings settings;
  @Inject private Tenants tenants;
  @Inject private AdministratorAppointment administrator;

  /** Appoints those of all tenants. A failure is logged and does not affect other tenants. */
  public void appoint() {
    for (Tenant tenant : tenants.all()) {
      settings
          .options(tenant.subdomain())
          .administrator()
          .ifPresent(configured -> appoint(tenant, configured));
    }
  }

  private void appoint(Tenant tenant, AdministratorOptions configured) {
    boolean active;
    try {
      active = administrator.appoint(tenant.id(), configured);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, failure(tenant, e), e);
      return;
    }
    if (!active) {
      LOG.log(
          Level.WARNING,
          "The first administrator of {0} is an inactive user and was not appointed. Name another"
              + " user in tenant.{0}.first-administrator",
          tenant.subdomain());
    }
  }

  private static String failure(Tenant tenant, RuntimeException e) {
    String reason =
        String.valueOf(
            FailureKind.causes(e).reduce((outer, inner) -> inner).orElse(e).getMessage());
    return """
    The first administrator of %1$s was not appointed: %2$s Correct this or tenant.%1$s.first-administrator, and restart. \
    The tenant is available, but perhaps nobody can sign in to its console.\
    """
        .formatted(tenant.subdomain(), reason.endsWith(".") ? reason : reason + ".");
  }
}
