package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.settings.AdministratorOptions;
import com.ransomleak.provisioning.store.RetryOnConflict;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Runs the transaction of {@link FirstAdministrator} again when another one was in its way. Inside
 * the transaction, the retries of {@code Users} have no effect.
 */
@ApplicationScoped
class AdministratorAppointment {
  @Inject private FirstAdministrator administrator;

  @RetryOnConflict
  public boolean appoint(TenantId tenant, AdministratorOptions configured) {
    return administrator.appoint(tenant, configured);
  }
}
