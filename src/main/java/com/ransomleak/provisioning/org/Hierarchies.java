package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.org.Hierarchy.Manager;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Reads the managers of a tenant in one statement over the index of reporting lines. */
@ApplicationScoped
public class Hierarchies {
  @Inject private Sql sql;

  /** Reads one row for each manager of the tenant. */
  @Transactional
  public Hierarchy read(TenantId tenant) {
    return new Hierarchy(
        sql.of(
                tenant,
                """
                select m.id, m.manager_id as manager, r.reports
                from (
                  select manager_id, count(*) as reports from provisioning.scim_user
                  where tenant_id = :tenant and manager_id is not null group by manager_id) r
                join provisioning.scim_user m on m.tenant_id = :tenant and m.id = r.manager_id
                """)
            .list(Manager.class));
  }
}
