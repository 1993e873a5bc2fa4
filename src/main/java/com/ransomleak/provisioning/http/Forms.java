package com.ransomleak.provisioning.http;

import jakarta.servlet.http.HttpServletRequest;

/** HTML forms, which only the console reads. */
public final class Forms {
  /** The largest form of the console. */
  public static final int MAX_BYTES = 65_536;

  private Forms() {}

  /** Whether the body is an HTML form. */
  public static boolean isForm(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null
        && type.split(";", 2)[0].strip().equalsIgnoreCase("application/x-www-form-urlencoded");
  }
}
