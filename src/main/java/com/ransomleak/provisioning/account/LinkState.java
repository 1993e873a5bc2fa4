package com.ransomleak.provisioning.account;

import java.util.Locale;

/** Whether a link to set a password works, or why not. */
public enum LinkState {
  OPEN,
  /** It has set a password, and works once. */
  USED,
  /** A newer link was created for the same user. */
  REPLACED,
  /** An administrator ended it. */
  REVOKED,
  EXPIRED,
  /** Its creator lacks a permission that its user has. */
  BLOCKED,
  /** There is no such link, it was deleted, or its user is inactive. */
  UNKNOWN;

  /** The key of its text in the message bundle. */
  public String getKey() {
    return "link." + name().toLowerCase(Locale.ROOT);
  }
}
