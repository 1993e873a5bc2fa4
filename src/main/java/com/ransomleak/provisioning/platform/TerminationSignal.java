package com.ransomleak.provisioning.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Runs a task between SIGTERM and the stop of the server. A shutdown hook would be too late: the
 * servers have hooks, too, and all run at the same time. WildFly then rejects requests at once.
 *
 * <p>{@code sun.misc.Signal} is the only API for this. It is in the module {@code jdk.unsupported},
 * which JDKs keep until there is a replacement (JEP 260). A second SIGTERM does not wait for the
 * task.
 */
@SuppressWarnings("sunapi")
final class TerminationSignal implements SignalHandler {
  private static final Logger LOG = System.getLogger(TerminationSignal.class.getName());
  private static final Signal TERM = new Signal("TERM");

  private final Runnable task;
  private final AtomicBoolean received = new AtomicBoolean();
  private SignalHandler previous;

  private TerminationSignal(Runnable task) {
    this.task = task;
  }

  /** Without effect in a JVM that leaves signals alone ({@code -Xrs}); the log then says so. */
  static TerminationSignal before(Runnable task) {
    TerminationSignal signal = new TerminationSignal(task);
    try {
      signal.previous = Signal.handle(TERM, signal);
    } catch (IllegalArgumentException e) {
      LOG.log(Level.WARNING, "The node stops without a drain after SIGTERM: {0}", e.getMessage());
    }
    return signal;
  }

  @Override
  public void handle(Signal signal) {
    try {
      if (received.compareAndSet(false, true)) {
        task.run();
      }
    } finally {
      previous.handle(signal);
    }
  }

  /** The server alone handles the signal again. */
  void remove() {
    if (previous != null) {
      Signal.handle(TERM, previous);
    }
  }
}
