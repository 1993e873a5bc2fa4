package com.ransomleak.provisioning.http;

/** Text of a client, cut to what is worth keeping of it. */
public final class Shortened {
  private Shortened() {}

  /** Null stays null. */
  public static String to(int length, String text) {
    return text == null || text.length() <= length ? text : text.substring(0, length);
  }
}
