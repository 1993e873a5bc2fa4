package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.activity.Texts;
import com.ransomleak.provisioning.scim.ScimException;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import java.time.Duration;

/** The texts of the console, all from one bundle. */
final class Messages {
  private Messages() {}

  static String text(String key, Object... values) {
    return Texts.text(key, values);
  }

  static boolean has(String key) {
    return Texts.has(key);
  }

  /** A duration in words: {@code 2 days}, {@code 90 minutes}. */
  static String duration(Duration duration) {
    if (duration.toDaysPart() > 0 && duration.toHoursPart() == 0) {
      return count(duration.toDays(), "day");
    }
    if (duration.toHours() > 0 && duration.toMinutesPart() == 0) {
      return count(duration.toHours(), "hour");
    }
    return duration.toMinutes() > 0
        ? count(duration.toMinutes(), "minute")
        : count(duration.toSeconds(), "second");
  }

  private static String count(long amount, String noun) {
    return amount + " " + noun + (amount == 1 ? "" : "s");
  }

  /** Shows an error on the page. */
  static void error(String key, Object... values) {
    show(FacesMessage.SEVERITY_ERROR, text(key, values));
  }

  /** Shows why a rule of the product forbids a change. */
  static void error(ScimException rejection) {
    show(FacesMessage.SEVERITY_ERROR, rejection.detail());
  }

  /** Shows a success on the page. */
  static void info(String key, Object... values) {
    success(text(key, values));
  }

  /** Shows the text of a success on the page. */
  static void success(String text) {
    show(FacesMessage.SEVERITY_INFO, text);
  }

  private static void show(FacesMessage.Severity severity, String text) {
    FacesContext.getCurrentInstance().addMessage(null, new FacesMessage(severity, text, null));
  }
}
