package com.ransomleak.provisioning.tenant;

/**
 * A customer. Born when its subdomain first stands in {@code provisioning.tenants} at a start;
 * disabled, with all data kept, when it is taken out; the same tenant again when it is put back.
 *
 * @param subdomain the label before the base domain, in lower case
 */
public record Tenant(TenantId id, String subdomain) {}
