package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.org.Hierarchy.Manager;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.UUID;

/**
 * Reads who leads whom. One statement over the index of reporting lines, whatever is asked of it.
 */
@ApplicationScoped
public class Hierarchies {
  @Inject private Database database;

  /** As of now. Costs a row for each manager of the tenant, for the time of the request. */
  @Transactional
  public Hierarchy read(TenantId tenant) {
    database.enter(tenant.value());
    return new Hierarchy(
        database.query(
            """
            select m.id, m.manager_id, r.reports
            from (
              select manager_id, count(*) as reports from provisioning.scim_user
              where tenant_id = ? and manager_id is not null group by manager_id) r
            join provisioning.scim_user m on m.tenant_id = ? and m.id = r.manager_id
            """,
            row ->
                new Manager(
                    row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getLong(3)),
            tenant.value(),
            tenant.value()));
  }
}
