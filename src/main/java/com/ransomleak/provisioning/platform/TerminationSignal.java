package com.ransomleak.provisioning.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a task between SIGTERM and the stop of the server. A shutdown hook would be too late: the
 * servers have hooks, too, and all run at the same time. WildFly then rejects requests at once.
 *
 * <p>{@code sun.misc.Signal} is the only API for this. It is in the module {@code jdk.unsupported},
 * which JDKs keep until there is a replacement (JEP 260). It is called by reflection, because javac
 * warns of each mention, and no option or annotation turns this off. A second SIGTERM does not wait
 * for the task.
 */
final class TerminationSignal {
  private static final Logger LOG = System.getLogger(TerminationSignal.class.getName());

  private final Runnable task;
  private final AtomicBoolean received = new AtomicBoolean();
  private Object term;
  private Method register;
  private Method handle;
  private Object ours;
  private Object previous;

  private TerminationSignal(Runnable task) {
    this.task = task;
  }

  /** Without effect in a JVM that leaves signals alone ({@code -Xrs}); the log then says so. */
  static TerminationSignal before(Runnable task) {
    TerminationSignal signal = new TerminationSignal(task);
    try {
      signal.takeOver();
    } catch (ReflectiveOperationException e) {
      LOG.log(Level.WARNING, "The node stops without a drain after SIGTERM.", e);
    }
    return signal;
  }

  private void takeOver() throws ReflectiveOperationException {
    Class<?> signals = system("sun.misc.Signal");
    Class<?> handlers = system("sun.misc.SignalHandler");
    term = signals.getConstructor(String.class).newInstance("TERM");
    register = signals.getMethod("handle", signals, handlers);
    handle = handlers.getMethod("handle", signals);
    ours =
        Proxy.newProxyInstance(
            handlers.getClassLoader(),
            new Class<?>[] {handlers},
            (proxy, method, arguments) -> method.equals(handle) ? onSignal() : null);
    previous = register.invoke(null, term, ours);
  }

  /** A server shows applications only a part of the JDK. */
  private static Class<?> system(String name) throws ClassNotFoundException {
    return Class.forName(name, true, ClassLoader.getSystemClassLoader());
  }

  private Object onSignal() throws ReflectiveOperationException {
    try {
      if (received.compareAndSet(false, true)) {
        task.run();
      }
    } finally {
      handle.invoke(previous, term);
    }
    return null;
  }

  /** The server alone handles the signal again. A handler that came after this one stays. */
  void remove() {
    if (previous != null) {
      try {
        Object current = register.invoke(null, term, previous);
        if (current != ours) {
          register.invoke(null, term, current);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
