package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.mapping.KeyRenewal;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.Origin;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;

/** Users, when a tenant's extension schemas changed: see {@link KeyRenewal}. */
@Origin(Origin.Source.TIMER)
@Stateless
public class UserKeyRenewal {
  @Inject private Database database;
  @Inject private Tenants tenants;

  /** One batch, a transaction of its own: idempotent, and it may die at any point. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public Optional<UUID> renew(TenantId tenant, UUID after) {
    ResourceType type = tenants.schemas(tenant).user();
    return new KeyRenewal("scim_user", type, document -> UserKeys.of(document, type))
        .batch(database, tenant, after);
  }
}
