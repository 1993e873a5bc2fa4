package com.ransomleak.provisioning.scim;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Collects the {@link WarningType}s of one request with their subjects: an attribute name, a path
 * or an id, never a value. In strict mode it rejects them instead. Not thread-safe.
 */
public final class Warnings {
  /** For each type: a push of 10,000 unknown members must not record 10,000 subjects. */
  private static final int MAX_SUBJECTS = 20;

  /** Clients choose the names of attributes. */
  private static final int MAX_SUBJECT_LENGTH = 256;

  private final boolean strict;
  private final Map<WarningType, Set<String>> used = new EnumMap<>(WarningType.class);

  /** Accepts every deviation. */
  public Warnings() {
    this(false);
  }

  private Warnings(boolean strict) {
    this.strict = strict;
  }

  /** Accepts only what the RFCs leave to the server. */
  public static Warnings strict() {
    return new Warnings(true);
  }

  /** An empty collection of the same mode, for one of several operations. */
  public Warnings newEmpty() {
    return new Warnings(strict);
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
  public void add(WarningType warning, String subject) {
    if (strict) {
      warning
          .strictError(subject)
          .ifPresent(
              error -> {
                throw error;
              });
    }
    Set<String> subjects = used.computeIfAbsent(warning, t -> new TreeSet<>());
    if (subjects.size() < MAX_SUBJECTS) {
      subjects.add(Shortened.to(MAX_SUBJECT_LENGTH, subject));
    }
  }

  /** Returns an action that restores the current state; it can run several times. */
  public Runnable snapshot() {
    Map<WarningType, Set<String>> before = copy(used);
    return () -> {
      used.clear();
      used.putAll(copy(before));
    };
  }

  private static Map<WarningType, Set<String>> copy(Map<WarningType, Set<String>> used) {
    Map<WarningType, Set<String>> copy = new EnumMap<>(WarningType.class);
    used.forEach((warning, subjects) -> copy.put(warning, new TreeSet<>(subjects)));
    return copy;
  }

  /** In the order of the enum, with sorted subjects. */
  public Map<WarningType, Set<String>> used() {
    return Collections.unmodifiableMap(used);
  }
}
