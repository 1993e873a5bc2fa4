package com.ransomleak.provisioning.demo;

/** A server or database did not start. The message is one line for the user of the terminal. */
public final class StartFailure extends RuntimeException {
  public StartFailure(String message) {
    super(message);
  }

  StartFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
