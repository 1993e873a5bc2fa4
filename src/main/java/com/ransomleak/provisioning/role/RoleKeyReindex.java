package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.mapping.SearchKeyReindex;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.store.Origin;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Roles, when a tenant's extension schemas changed: see {@link SearchKeyReindex}. */
@Origin(Origin.Source.TIMER)
@Stateless
public class RoleKeyReindex {
  @Inject private Jdbi jdbi;
  @Inject private Tenants tenants;

  /** One batch in a transaction of its own. It can be repeated at any time. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public Optional<UUID> renew(TenantId tenant, UUID after) {
    ResourceType type = tenants.schemas(tenant).group();
    return new SearchKeyReindex("role", type, document -> RoleKeys.of(document, type))
        .batch(jdbi, tenant, after);
  }
}
