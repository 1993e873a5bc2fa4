package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.store.Rewindable;

/**
 * Collects what the activity log says about one request besides its result: warnings, and the name
 * in the body. Not thread-safe: one per request.
 */
public final class ActivityNotes implements Rewindable {
  /** Longer names in bodies are shortened. */
  public static final int MAX_NAME_LENGTH = 256;

  private final Warnings warnings;
  private String name;
  private boolean other;
  private boolean recorded;

  /** Empty notes. */
  public ActivityNotes(Warnings warnings) {
    this.warnings = warnings;
  }

  /** Accepts or rejects deviations from the RFCs. */
  public Warnings warnings() {
    return warnings;
  }

  /**
   * Keeps the name in a body, so that a rejection shows whom the request concerned.
   *
   * @param name the userName or displayName as it was sent
   * @param other whether it is the displayName or externalId of a user without userName
   */
  public void nameInBody(String name, boolean other) {
    this.name = Shortened.to(MAX_NAME_LENGTH, name.replace("\0", ""));
    this.other = other;
  }

  /** The userName or displayName in the body, or null. */
  String name() {
    return other ? null : name;
  }

  /** The same, or what stands in for it. */
  String anyName() {
    return name;
  }

  /** Whether the activity log has an entry for this request, so that no other is needed. */
  public boolean isRecorded() {
    return recorded;
  }

  void recorded() {
    recorded = true;
  }

  @Override
  public Runnable mark() {
    Runnable restoreWarnings = warnings.snapshot();
    boolean before = recorded;
    return () -> {
      restoreWarnings.run();
      recorded = before;
    };
  }
}
