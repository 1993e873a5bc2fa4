package com.ransomleak.provisioning.tenant;

import com.ransomleak.provisioning.store.TenantId;

/**
 * A customer. Created when {@code provisioning.tenants} first lists its subdomain at a start;
 * suspended, with all data kept, when it is removed from the list; the same tenant again when it is
 * put back.
 *
 * @param subdomain the label before the base domain, in lower case
 */
public record Tenant(TenantId id, String subdomain) {}
