package com.ransomleak.provisioning.platform;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The loggers of the connection pool and of the transactions of Payara Micro, which write three
 * warnings for each failed connection and a stack trace for each broken one. The exceptions that
 * they describe reach the application, which writes one warning in ten seconds. The scripts for the
 * other servers configure this; the command for it would reset the format of Micro's log.
 */
final class PayaraMicroLog {
  /** The JVM forgets the level of a logger that nothing refers to. */
  private static final List<Logger> SWITCHED_OFF =
      Stream.of("javax.enterprise.resource.resourceadapter", "javax.enterprise.resource.jta")
          .map(Logger::getLogger)
          .toList();

  private PayaraMicroLog() {}

  /** Does nothing on another server. */
  static void shorten() {
    if (PayaraMicroListener.exists()) {
      SWITCHED_OFF.forEach(logger -> logger.setLevel(Level.OFF));
    }
  }
}
