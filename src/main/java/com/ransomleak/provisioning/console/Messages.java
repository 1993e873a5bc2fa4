package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.scim.ScimException;
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
    show(FacesMessage.SEVERITY_ERROR, text(key, values));
  }

  /** Shows a success on the page. */
  static void info(String key, Object... values) {
    show(FacesMessage.SEVERITY_INFO, text(key, values));
  }

  /** Shows why a rule of the product stands against it, in that rule's own words. */
  static void refusal(ScimException refusal) {
    show(FacesMessage.SEVERITY_ERROR, refusal.detail());
  }

  private static void show(FacesMessage.Severity severity, String text) {
    FacesContext.getCurrentInstance().addMessage(null, new FacesMessage(severity, text, null));
  }
}
