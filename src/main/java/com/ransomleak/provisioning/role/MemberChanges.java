package com.ransomleak.provisioning.role;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a request does to the members of a role, as one delta: first perhaps all go, then some go,
 * then some come. Operations that follow each other collapse here, so that a PATCH of a thousand
 * operations needs two statements (M-42), and their order is kept: who is removed and then added is
 * a member, who is added and then removed is not (M-04, M-40).
 */
final class MemberChanges {
  private boolean cleared;
  private final Set<String> added = new LinkedHashSet<>();
  private final Set<String> removed = new LinkedHashSet<>();

  void add(Collection<String> ids) {
    ids.forEach(removed::remove);
    added.addAll(ids);
  }

  void remove(Collection<String> ids) {
    ids.forEach(added::remove);
    removed.addAll(ids);
  }

  /** All members go; those of a replacement are added afterwards. */
  void clear() {
    cleared = true;
    added.clear();
    removed.clear();
  }

  void replace(Collection<String> ids) {
    clear();
    add(ids);
  }

  boolean isCleared() {
    return cleared;
  }

  /** Who is a member afterwards, whatever was before. */
  Set<String> added() {
    return added;
  }

  /** Who is no member afterwards, whatever was before; empty when all went anyway. */
  Set<String> removed() {
    return cleared ? Set.of() : removed;
  }

  boolean isEmpty() {
    return !cleared && added.isEmpty() && removed.isEmpty();
  }
}
