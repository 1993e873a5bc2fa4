package com.ransomleak.provisioning.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The HTTP listener of Payara Micro. Micro stops applications before its listener, and answers with
 * an empty 500 in between; {@code --shutdowngrace} gives the time to close the listener first.
 * Micro's own API no longer runs commands while the server stops, so this asks the server's command
 * runner (the public {@code org.glassfish.embeddable}) by reflection.
 */
final class PayaraMicroListener {
  private static final Logger LOG = System.getLogger(PayaraMicroListener.class.getName());
  private static final String MICRO = "fish.payara.micro.PayaraMicro";
  private static final String RUNNER = "org.glassfish.embeddable.CommandRunner";
  private static final String SERVICES = "org.glassfish.internal.api.Globals";
  private static final String CLOSE =
      "configs.config.server-config.network-config.network-listeners.network-listener"
          + ".http-listener.enabled=false";

  private PayaraMicroListener() {}

  /** Whether the server is Payara Micro. */
  static boolean exists() {
    try {
      Class.forName(MICRO);
      return true;
    } catch (ClassNotFoundException otherServer) {
      return false;
    }
  }

  /** Does nothing on another server. */
  static void close() {
    if (!exists()) {
      return;
    }
    try {
      Class<?> type = Class.forName(RUNNER);
      Object runner = Class.forName(SERVICES).getMethod("get", Class.class).invoke(null, type);
      type.getMethod("run", String.class, String[].class)
          .invoke(runner, "set", new String[] {CLOSE});
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.WARNING, "The listener was not closed before the application stops: {0}", e);
    }
  }
}
