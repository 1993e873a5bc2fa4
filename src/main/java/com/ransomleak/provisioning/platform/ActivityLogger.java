package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.monitoring.EventLog;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens;
import com.ransomleak.provisioning.tenant.ChosenSettings;
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
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("actor", recorded.actor().word());
    if (recorded.status() != 0) {
      fields.put("status", recorded.status());
    }
    write(recorded.tenant(), recorded.action().word(), fields);
  }

  void write(@Observes(during = TransactionPhase.AFTER_SUCCESS) ApiTokens.Changed changed) {
    write(
        changed.tenant(),
        changed.revoked() ? "token.revoked" : "token.generated",
        Map.of("purpose", changed.purpose().word()));
  }

  void write(@Observes(during = TransactionPhase.AFTER_SUCCESS) ChosenSettings.Changed changed) {
    write(changed.tenant(), "setting.changed", Map.of());
  }

  private void write(TenantId id, String event, Map<String, ?> more) {
    Tenant tenant = tenants.byId(id);
    // A suspended tenant is erased after its grace period.
    String name = tenant == null ? id.toString() : tenant.subdomain();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tenant", name);
    fields.putAll(more);
    log.write(event + " " + name, Level.INFO, event, fields);
  }
}
