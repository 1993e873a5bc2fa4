package com.ransomleak.provisioning.tenant;

import com.ransomleak.provisioning.scim.schema.SchemaRegistry;

/**
 * What a tenant's provisioning client is held to.
 *
 * @param strict whether deviations from the RFCs are refused instead of tolerated and recorded
 * @param requiresIfMatch whether a write to a resource that exists must say which version it means
 * @param schemas the resource types with the extensions that the tenant has
 */
public record ProtocolOptions(boolean strict, boolean requiresIfMatch, SchemaRegistry schemas) {}
