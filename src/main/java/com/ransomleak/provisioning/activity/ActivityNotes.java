package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.store.Rewindable;

/**
 * Collects what the activity says about one request beside its outcome: the deviations that were
 * accepted, and the name in the body. Not thread-safe: one per request.
 */
public final class ActivityNotes implements Rewindable {
  /** How much is kept of a name that a body has, in characters. */
  public static final int LONGEST_NAME = 256;

  private final Warnings warnings;
  private String name;
  private boolean recorded;

  /**
   * Begins with nothing noted.
   *
   * @param warnings how to handle deviations
   */
  public ActivityNotes(Warnings warnings) {
    this.warnings = warnings;
  }

  /** Accepts or rejects deviations, and keeps those that it accepted. */
  public Warnings warnings() {
    return warnings;
  }

  /**
   * Notes the name in a body, so that a rejection shows whom it was about.
   *
   * @param name the userName or displayName as it was sent
   */
  public void concerns(String name) {
    this.name = Shortened.to(LONGEST_NAME, name.replace("\0", ""));
  }

  /** The userName or displayName that the body had; null when it had none. */
  String name() {
    return name;
  }

  /** Whether the activity has an entry for this request, so that no other is needed. */
  public boolean isRecorded() {
    return recorded;
  }

  void recorded() {
    recorded = true;
  }

  @Override
  public Runnable mark() {
    Runnable tolerated = warnings.snapshot();
    boolean before = recorded;
    return () -> {
      tolerated.run();
      recorded = before;
    };
  }
}
