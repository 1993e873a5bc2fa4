package com.ransomleak.provisioning.scim;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Collects the {@link Tolerance}s used while one request is handled, with what each was about (an
 * attribute name, a path, an id; never a value). Not thread-safe: one per request.
 */
public final class Tolerances {
  /**
   * How many subjects are kept for each tolerance: a push of 10,000 unknown members must not make a
   * record of 10,000 lines.
   */
  private static final int SUBJECTS_KEPT = 20;

  private final Map<Tolerance, Set<String>> used = new EnumMap<>(Tolerance.class);

  public void record(Tolerance tolerance, String subject) {
    Set<String> subjects = used.computeIfAbsent(tolerance, t -> new TreeSet<>());
    if (subjects.size() < SUBJECTS_KEPT) {
      subjects.add(subject);
    }
  }

  /**
   * What was used so far, in the order of the enum; each with its subjects in alphabetical order.
   */
  public Map<Tolerance, Set<String>> used() {
    return Collections.unmodifiableMap(used);
  }
}
