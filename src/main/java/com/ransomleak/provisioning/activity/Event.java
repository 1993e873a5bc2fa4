package com.ransomleak.provisioning.activity;

import jakarta.json.JsonObject;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change of a resource.
 *
 * @param resourceType {@code User} or {@code Group}
 * @param name the userName or displayName, by which administrators recognize a deleted resource
 * @param changed names of the attributes that changed
 * @param values the values of changed attributes before and after, if the tenant records values; of
 *     a rejection what {@link RejectedText} describes
 */
public record Event(
    Action action,
    String resourceType,
    String resourceId,
    String name,
    int status,
    Collection<String> changed,
    Consequences consequences,
    Optional<JsonObject> values) {

  /** Without changed attributes. */
  public Event(
      Action action,
      String resourceType,
      String resourceId,
      String name,
      int status,
      Consequences consequences) {
    this(action, resourceType, resourceId, name, status, Set.of(), consequences, Optional.empty());
  }

  public Event {
    changed = new TreeSet<>(changed);
  }
}
