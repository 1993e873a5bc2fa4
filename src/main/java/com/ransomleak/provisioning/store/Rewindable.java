package com.ransomleak.provisioning.store;

/**
 * A parameter of a {@link RetryOnConflict} use case that collects notes. The notes of a failed
 * attempt must not be visible in the next one.
 */
public interface Rewindable {
  /** Returns an action that restores the current state; it can run several times. */
  Runnable mark();
}
