package com.ransomleak.provisioning.store;

/**
 * A resource as it is answered.
 *
 * @param json the complete representation
 * @param version counts its changes; the ETag is made of it
 */
public record StoredResource(String id, String json, long version) {}
