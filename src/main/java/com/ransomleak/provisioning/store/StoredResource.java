package com.ransomleak.provisioning.store;

/**
 * A resource as it is answered.
 *
 * @param json the complete representation; null where only the version was asked for, or where it
 *     is too large for memory
 * @param version counts its changes; the ETag is made of it
 */
public record StoredResource(String id, String json, long version) {}
