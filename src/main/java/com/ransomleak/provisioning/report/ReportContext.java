package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.org.Hierarchies;
import com.ransomleak.provisioning.org.Hierarchy;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import java.util.UUID;

/** What a {@link Report} can ask about the tenant in addition to its own SQL. */
record ReportContext(TenantId tenant, Tenants tenants, Hierarchies hierarchies) {

  String[] managerKeys() {
    return tenants.options(tenant).managerKeys().toArray(String[]::new);
  }

  Hierarchy hierarchy() {
    return hierarchies.read(tenant);
  }

  /** The smallest id of each reporting loop. */
  UUID[] loopStarts() {
    return hierarchy().circles().stream().map(loop -> loop.get(0)).toArray(UUID[]::new);
  }
}
