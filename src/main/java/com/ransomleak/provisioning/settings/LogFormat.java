package com.ransomleak.provisioning.settings;

import java.util.Locale;

/** How the lines of events in the server's log look. */
public enum LogFormat {
  /** {@code event=request.rejected tenant=acme status=409}. */
  TEXT,
  /** <code>{"event":"request.rejected","tenant":"acme","status":409}</code>. */
  JSON;

  static LogFormat parse(String text) {
    try {
      return valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not text or json.", e);
    }
  }
}
