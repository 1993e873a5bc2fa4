package com.ransomleak.provisioning.account;

/** Too many passwords are being checked at the same time. Trying again later helps. */
public class TooBusy extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooBusy() {
    super("Too many passwords are being checked at the moment.");
  }
}
