package com.ransomleak.provisioning.console;

import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** What the console says, all from one bundle. */
final class Messages {
  private static final ResourceBundle BUNDLE =
      ResourceBundle.getBundle("com.ransomleak.provisioning.console.messages", Locale.ENGLISH);

  private Messages() {}

  static String text(String key, Object... values) {
    String pattern = BUNDLE.getString(key);
    return values.length == 0 ? pattern : new MessageFormat(pattern, Locale.ENGLISH).format(values);
  }

  static boolean has(String key) {
    return BUNDLE.containsKey(key);
  }

  /** Shows a refusal on the page. */
  static void error(String key, Object... values) {
    show(FacesMessage.SEVERITY_ERROR, key, values);
  }

  /** Shows a success on the page. */
  static void info(String key, Object... values) {
    show(FacesMessage.SEVERITY_INFO, key, values);
  }

  private static void show(FacesMessage.Severity severity, String key, Object... values) {
    FacesContext.getCurrentInstance()
        .addMessage(null, new FacesMessage(severity, text(key, values), null));
  }
}
