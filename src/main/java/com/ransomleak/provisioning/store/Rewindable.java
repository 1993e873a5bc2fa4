package com.ransomleak.provisioning.store;

/**
 * A parameter of a {@link RetryOnConflict} use case that remembers what happened. What an attempt
 * that came to nothing left there must not be seen in the next one.
 */
public interface Rewindable {
  /** What puts this back to how it is now, as often as it is run. */
  Runnable mark();
}
