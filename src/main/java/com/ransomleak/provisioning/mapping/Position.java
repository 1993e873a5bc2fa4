package com.ransomleak.provisioning.mapping;

import java.util.Map;
import java.util.UUID;

/**
 * A place in a list, just behind a resource, which need not exist any more.
 *
 * @param key what the list is sorted by, as PostgreSQL writes it; null where the resource has no
 *     value, or the list is in the order of the ids
 */
record Position(String key, UUID id) {
  /** As the statement that reads the next page names them. */
  Map<String, Object> parameters() {
    return key == null ? Map.of("after_id", id) : Map.of("after_id", id, "after_key", key);
  }
}
