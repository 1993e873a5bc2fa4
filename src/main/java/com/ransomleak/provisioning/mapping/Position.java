package com.ransomleak.provisioning.mapping;

import java.util.UUID;

/**
 * A place in a list, just behind a resource, which need not exist any more.
 *
 * @param key what the list is sorted by, as PostgreSQL writes it; null where the resource has no
 *     value, or the list is in the order of the ids
 */
record Position(String key, UUID id) {}
