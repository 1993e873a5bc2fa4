package com.ransomleak.provisioning.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;

/**
 * The primary key {@code (tenant_id, id)} of an entity. The tenant is part of every key, so that no
 * reference can cross tenants.
 */
@Embeddable
public class EntityId implements Serializable {
  private static final long serialVersionUID = 1L;

  @Column(name = "tenant_id")
  private UUID tenantId;

  @Column(name = "id")
  private UUID id;

  protected EntityId() {}

  public EntityId(TenantId tenant, UUID id) {
    this.tenantId = tenant.value();
    this.id = id;
  }

  public UUID id() {
    return id;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntityId that && tenantId.equals(that.tenantId) && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return Objects.hash(tenantId, id);
  }
}
