package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.org.Hierarchy.Manager;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the managers of a tenant in one statement over the index of reporting lines, once for each
 * request.
 */
@RequestScoped
public class Hierarchies {
  @Inject private Sql sql;
  private final Map<TenantId, Hierarchy> read = new HashMap<>();

  /** One row was read for each manager of the tenant. */
  @Transactional
  public Hierarchy read(TenantId tenant) {
    return read.computeIfAbsent(tenant, this::readManagers);
  }

  /** Without {@code offset 0} the planner reads all users of the tenant to find the managers. */
  private Hierarchy readManagers(TenantId tenant) {
    return new Hierarchy(
        sql.of(
                tenant,
                """
                select r.manager_id as id, m.manager_id as manager, r.reports
                from (
                  select manager_id, count(*) as reports from provisioning.scim_user
                  where tenant_id = :tenant and manager_id is not null group by manager_id) r
                cross join lateral (
                  select manager_id from provisioning.scim_user where tenant_id = :tenant and id = r.manager_id offset 0) m
                """)
            .list(Manager.class));
  }
}
