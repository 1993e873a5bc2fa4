package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.monitoring.EventLog;
import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Logs what administrators, users of the console, operators and timers did, after the commit:
 * sign-ins, tokens, settings, erasure, reconciliation. The activity of the tenant has the details.
 */
@ApplicationScoped
class ActivityLogger {
  @Inject private EventLog log;
  @Inject private Tenants tenants;

  void write(@Observes(during = TransactionPhase.AFTER_SUCCESS) Activity.Recorded recorded) {
    Tenant tenant = tenants.byId(recorded.tenant());
    // A suspended tenant is erased after its grace period.
    String name = tenant == null ? recorded.tenant().toString() : tenant.subdomain();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tenant", name);
    fields.put("actor", recorded.actor().word());
    if (recorded.status() != 0) {
      fields.put("status", recorded.status());
    }
    log.write(recorded.action() + " " + name, Level.INFO, recorded.action().word(), fields);
  }
}
