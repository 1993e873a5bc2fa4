package com.ransomleak.provisioning.scim;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Collects the {@link Tolerance}s used while one request is handled, with what each was about (an
 * attribute name, a path, an id; never a value), or refuses them, for a tenant in strict mode. Not
 * thread-safe: one per request.
 */
public final class Tolerances {
  /**
   * How many subjects are kept for each tolerance: a push of 10,000 unknown members must not make a
   * record of 10,000 lines.
   */
  private static final int SUBJECTS_KEPT = 20;

  /** In characters: a client may think of a name of any length. */
  private static final int SUBJECT_LENGTH = 256;

  private final boolean strict;
  private final Map<Tolerance, Set<String>> used = new EnumMap<>(Tolerance.class);

  /** Accepts all there are. */
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

  /** As these were in the beginning: for one of several operations. */
  public Tolerances fresh() {
    return new Tolerances(strict);
  }

  /**
   * Whether the client is held to the RFCs; for the few places where strict mode does something
   * else, and not nothing.
   */
  public boolean isStrict() {
    return strict;
  }

  /**
   * Accepts a deviation.
   *
   * @throws ScimException in strict mode, unless it accepts this one, too
   */
  public void record(Tolerance tolerance, String subject) {
    if (strict) {
      tolerance
          .refusal(subject)
          .ifPresent(
              refusal -> {
                throw refusal;
              });
    }
    Set<String> subjects = used.computeIfAbsent(tolerance, t -> new TreeSet<>());
    if (subjects.size() < SUBJECTS_KEPT) {
      subjects.add(Shortened.to(SUBJECT_LENGTH, subject));
    }
  }

  /** What puts these back to how they are now, as often as it is run. */
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

  /**
   * What was used so far, in the order of the enum; each with its subjects in alphabetical order.
   */
  public Map<Tolerance, Set<String>> used() {
    return Collections.unmodifiableMap(used);
  }
}
