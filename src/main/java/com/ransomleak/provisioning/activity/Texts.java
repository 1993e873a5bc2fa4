package com.ransomleak.provisioning.activity;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The message bundle of the console, which reports use too. */
public final class Texts {
  private static final ResourceBundle BUNDLE =
      ResourceBundle.getBundle("com.ransomleak.provisioning.console.messages", Locale.ENGLISH);

  private Texts() {}

  public static String text(String key, Object... values) {
    String pattern = BUNDLE.getString(key);
    return values.length == 0 ? pattern : new MessageFormat(pattern, Locale.ENGLISH).format(values);
  }

  public static boolean has(String key) {
    return BUNDLE.containsKey(key);
  }
}
