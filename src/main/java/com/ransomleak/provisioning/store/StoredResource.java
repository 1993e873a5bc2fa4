package com.ransomleak.provisioning.store;

/**
 * A resource for a response.
 *
 * @param json the complete representation; null if only the version was requested, or if it is too
 *     large for memory
 * @param version the number of its changes, which becomes the ETag
 */
public record StoredResource(String id, String json, long version) {}
