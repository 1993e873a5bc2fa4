package com.ransomleak.provisioning.store;

import java.io.Serializable;
import java.util.Objects;

/**
 * The primary key of every entity: {@code (tenant_id, id)}, so that no reference can cross tenants.
 */
public class TenantKey implements Serializable {
  private static final long serialVersionUID = 1L;

  private String tenantId;
  private String id;

  public TenantKey() {}

  public TenantKey(String tenantId, String id) {
    this.tenantId = tenantId;
    this.id = id;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TenantKey key && tenantId.equals(key.tenantId) && id.equals(key.id);
  }

  @Override
  public int hashCode() {
    return Objects.hash(tenantId, id);
  }
}
