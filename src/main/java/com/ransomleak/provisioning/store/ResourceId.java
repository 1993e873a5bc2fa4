package com.ransomleak.provisioning.store;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.Optional;
import java.util.UUID;

/**
 * Ids of users and roles: UUIDs that grow with time (RFC 9562 version 7), so that lists in id order
 * are lists in order of creation.
 */
public final class ResourceId {
  private ResourceId() {}

  public static UUID next() {
    return UuidCreator.getTimeOrderedEpoch();
  }

  /**
   * Parses an id from a client; empty when it is malformed, which counts as unknown. Ids are
   * case-exact (S-14).
   */
  public static Optional<UUID> of(String text) {
    if (text.length() != 36) {
      return Optional.empty();
    }
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
