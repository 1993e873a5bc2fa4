package com.ransomleak.provisioning.account;

/** Too many passwords are being checked at the same time. Trying again later helps. */
public class TooBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooBusyException() {
    super("Too many passwords are being checked at the moment.");
  }
}
