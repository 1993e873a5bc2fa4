package com.ransomleak.provisioning.account;

/** More people sign in at once than the processors can check passwords for; to be tried again. */
public class TooBusy extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooBusy() {
    super("Too many passwords are being checked at the moment.");
  }
}
