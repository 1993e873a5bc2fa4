package com.ransomleak.provisioning.scim;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Collects the {@link Tolerance}s of one request with their subjects: an attribute name, a path or
 * an id, never a value. In strict mode it rejects them instead. Not thread-safe.
 */
public final class Tolerances {
  /** For each type: a push of 10,000 unknown members must not record 10,000 subjects. */
  private static final int MAX_SUBJECTS = 20;

  /** Clients choose the names of attributes. */
  private static final int MAX_SUBJECT_LENGTH = 256;

  private final boolean strict;
  private final Map<Tolerance, Set<String>> used = new EnumMap<>(Tolerance.class);

  /** Accepts every deviation. */
  public Tolerances() {
    this(false);
  }

  private Tolerances(boolean strict) {
    this.strict = strict;
  }

  /** Accepts only what the RFCs leave to the server. */
  public static Tolerances strict() {
    return new Tolerances(true);
  }

  /** An empty collection of the same mode, for one of several operations. */
  public Tolerances fresh() {
    return new Tolerances(strict);
  }

  /** For the few places where strict mode does something else than reject the request. */
  public boolean isStrict() {
    return strict;
  }

  /**
   * Records an accepted deviation.
   *
   * @throws ScimException in strict mode, unless strict mode accepts it
   */
  public void record(Tolerance tolerance, String subject) {
    if (strict) {
      tolerance
          .strictError(subject)
          .ifPresent(
              error -> {
                throw error;
              });
    }
    Set<String> subjects = used.computeIfAbsent(tolerance, t -> new TreeSet<>());
    if (subjects.size() < MAX_SUBJECTS) {
      subjects.add(Shortened.to(MAX_SUBJECT_LENGTH, subject));
    }
  }

  /** Returns an action that restores the current state; it can run several times. */
  public Runnable mark() {
    Map<Tolerance, Set<String>> before = copy(used);
    return () -> {
      used.clear();
      used.putAll(copy(before));
    };
  }

  private static Map<Tolerance, Set<String>> copy(Map<Tolerance, Set<String>> used) {
    Map<Tolerance, Set<String>> copy = new EnumMap<>(Tolerance.class);
    used.forEach((tolerance, subjects) -> copy.put(tolerance, new TreeSet<>(subjects)));
    return copy;
  }

  /** In the order of the enum, with sorted subjects. */
  public Map<Tolerance, Set<String>> used() {
    return Collections.unmodifiableMap(used);
  }
}
