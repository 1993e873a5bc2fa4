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
  private String otherName;
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
   */
  public void nameInBody(String name) {
    this.name = shortened(name);
  }

  /**
   * Keeps what identifies a user in a body that may have no userName.
   *
   * @param name the displayName, else the externalId
   */
  public void otherNameInBody(String name) {
    this.otherName = shortened(name);
  }

  private static String shortened(String name) {
    return Shortened.to(MAX_NAME_LENGTH, name.replace("\0", ""));
  }

  /** The userName or displayName in the body, or null. */
  String name() {
    return name;
  }

  /** The displayName or externalId in the body, or null. */
  String otherName() {
    return otherName;
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
