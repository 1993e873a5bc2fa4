package com.ransomleak.provisioning.root;

import com.ransomleak.provisioning.mapping.PageReader;
import com.ransomleak.provisioning.role.GroupMapping;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Page;
import com.ransomleak.provisioning.store.ResourceSink;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import com.ransomleak.provisioning.user.UserMapping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** The tenant's users and groups in one list. */
@ApplicationScoped
public class RootQueries {
  @Inject private Jdbi jdbi;
  @Inject private Tenants tenants;

  /**
   * A page, in the order of the ids when no other is asked for: that of birth, whatever the type.
   *
   * @param users the query as it is about users
   * @param groups the same query as it is about groups
   * @param withMembers whether the answer has the members of groups
   * @param sink gets the resources
   */
  @Transactional
  public Page list(
      TenantId tenant,
      ListQuery users,
      ListQuery groups,
      boolean withMembers,
      String baseUrl,
      ResourceSink sink) {
    SchemaRegistry schemas = tenants.schemas(tenant);
    return PageReader.page(
        tenant,
        jdbi,
        baseUrl,
        List.of(
            UserMapping.source(users, schemas.user()),
            GroupMapping.source(groups, schemas.group(), withMembers)),
        sink);
  }
}
