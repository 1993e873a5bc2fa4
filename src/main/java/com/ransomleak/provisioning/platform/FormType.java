package com.ransomleak.provisioning.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/** The media type of an HTML form. */
final class FormType {
  private FormType() {}

  static boolean isOf(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null
        && type.split(";", 2)[0]
            .strip()
            .toLowerCase(Locale.ROOT)
            .equals("application/x-www-form-urlencoded");
  }
}
