package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.mapping.ResourceList;
import com.ransomleak.provisioning.mapping.SqlFilter;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Page;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;

/**
 * The tenant's roles: every read. One by id takes one round trip, a list four, and one more for a
 * page further on. Members are loaded only when they are wanted.
 */
@ApplicationScoped
public class RoleQueries {
  private static final ResourceList LIST =
      new ResourceList(
          "Group", "provisioning.role", "r", "provisioning.role_resource", "provisioning.role_at");

  @Inject private Database database;

  /** Empty for an unknown id, for one that is no id of ours, and for another tenant's. */
  public Optional<StoredResource> find(
      TenantId tenant, String id, boolean withMembers, String baseUrl) {
    return ResourceId.of(id)
        .flatMap(
            known ->
                database
                    .query(
                        "select id, resource, version from provisioning.read_role(?, ?, ?, ?)",
                        row ->
                            new StoredResource(row.getString(1), row.getString(2), row.getLong(3)),
                        tenant.value(),
                        baseUrl,
                        known,
                        withMembers)
                    .stream()
                    .findFirst());
  }

  /** A page of roles in the order of their ids: stable while others come and go. */
  @Transactional
  public Page list(TenantId tenant, ListQuery query, boolean withMembers, String baseUrl) {
    String representation = withMembers ? "head || members || tail" : "head || tail";
    return LIST.page(
        database,
        tenant,
        baseUrl,
        query,
        representation,
        query.filter().map(f -> SqlFilter.compile(f, GroupMapping.TABLE)));
  }
}
