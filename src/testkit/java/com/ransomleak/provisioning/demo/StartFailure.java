package com.ransomleak.provisioning.demo;

/**
 * Something that was to be started did not start. The message is one line, meant for the person at
 * the terminal.
 */
public final class StartFailure extends RuntimeException {
  public StartFailure(String message) {
    super(message);
  }

  StartFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
