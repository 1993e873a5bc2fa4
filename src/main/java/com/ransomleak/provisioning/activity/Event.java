package com.ransomleak.provisioning.activity;

import jakarta.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What became of a resource.
 *
 * @param action {@code user.created}, {@code user.updated}, {@code user.deactivated}, {@code
 *     user.reactivated}, {@code user.unchanged}, {@code group.deleted}, …
 * @param resourceType {@code User} or {@code Group}
 * @param name the userName or displayName, so that an admin recognises it after it is gone
 * @param changed names of the attributes that changed
 * @param consequences what followed elsewhere, one sentence each
 * @param values what changed attributes were and became, where the tenant's settings keep it
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
