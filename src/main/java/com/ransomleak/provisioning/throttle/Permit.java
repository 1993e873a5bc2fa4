package com.ransomleak.provisioning.throttle;

import java.util.concurrent.atomic.AtomicBoolean;

/** A request's place among those of its tenant; given back once, however often it is closed. */
public final class Permit implements AutoCloseable {
  private final Runnable giveBack;
  private final AtomicBoolean given = new AtomicBoolean();

  Permit(Runnable giveBack) {
    this.giveBack = giveBack;
  }

  @Override
  public void close() {
    if (given.compareAndSet(false, true)) {
      giveBack.run();
    }
  }
}
