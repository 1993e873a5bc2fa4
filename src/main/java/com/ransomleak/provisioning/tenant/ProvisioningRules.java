package com.ransomleak.provisioning.tenant;

/**
 * What a tenant's provisioning client is held to.
 *
 * @param strict whether deviations from the RFCs are refused instead of tolerated and recorded
 * @param requiresIfMatch whether a write to a resource that exists must say which version it means
 */
public record ProvisioningRules(boolean strict, boolean requiresIfMatch) {}
