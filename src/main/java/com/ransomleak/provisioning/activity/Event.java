package com.ransomleak.provisioning.activity;

import jakarta.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A change of a resource.
 *
 * @param resourceType {@code User} or {@code Group}
 * @param name the userName or displayName, so that an administrator recognises it after its
 *     deletion
 * @param changed names of the attributes that changed
 * @param consequences effects on other resources, one sentence each
 * @param values the values of changed attributes before and after, if the tenant's settings keep
 *     them
 */
public record Event(
    Action action,
    String resourceType,
    String resourceId,
    String name,
    int status,
    Collection<String> changed,
    List<String> consequences,
    Optional<JsonObject> values) {

  /** Without values. */
  public Event(
      Action action,
      String resourceType,
      String resourceId,
      String name,
      int status,
      Collection<String> changed,
      List<String> consequences) {
    this(action, resourceType, resourceId, name, status, changed, consequences, Optional.empty());
  }

  public Event {
    changed = new TreeSet<>(changed);
    consequences = List.copyOf(consequences);
  }
}
