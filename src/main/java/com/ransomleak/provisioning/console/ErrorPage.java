package com.ransomleak.provisioning.console;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The page that a browser shows after an error: what happened, and what to do. It is plain HTML
 * without Faces, database or script, because one of these may have failed.
 */
public final class ErrorPage {
  private static final String TEMPLATE = "/WEB-INF/error.html";
  private static final String REASON = ErrorPage.class.getName();

  private ErrorPage() {}

  /**
   * Whether a request was for a page of the console. Such a request gets an error page, whatever
   * the client accepts.
   *
   * @param uri the requested URI, or null
   */
  public static boolean isForPath(HttpServletRequest request, Object uri) {
    return uri != null
        && uri.toString().startsWith(request.getContextPath())
        && ConsolePath.isConsole(uri.toString().substring(request.getContextPath().length()));
  }

  /**
   * Names the reason for a status that has several reasons.
   *
   * @param key a key of the message bundle, without {@code .title} and {@code .text}
   */
  public static void explain(HttpServletRequest request, String key) {
    request.setAttribute(REASON, key);
  }

  /** Writes the page. The caller has set the status. */
  public static void write(
      HttpServletRequest request,
      HttpServletResponse response,
      int status,
      ServletContext application)
      throws IOException {
    Object reason = request.getAttribute(REASON);
    String key = reason == null ? key(status) : reason.toString();
    String page;
    try (InputStream template = application.getResourceAsStream(TEMPLATE)) {
      page = new String(template.readAllBytes(), StandardCharsets.UTF_8);
    }
    byte[] body =
        page.replace("{context}", request.getContextPath())
            .replace("{title}", Messages.text(key + ".title"))
            .replace("{text}", Messages.text(key + ".text"))
            .getBytes(StandardCharsets.UTF_8);
    ConsoleFilter.secure(response);
    response.setContentType("text/html;charset=UTF-8");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static String key(int status) {
    String key = "error." + status;
    return Messages.has(key + ".title") ? key : status >= 500 ? "error.500" : "error.400";
  }
}
