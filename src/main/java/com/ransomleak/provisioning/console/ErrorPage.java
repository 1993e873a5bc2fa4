package com.ransomleak.provisioning.console;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a browser sees when something went wrong: what happened, and what to do. Plain HTML in the
 * console's style, without Faces, database or script, which may be what went wrong.
 */
public final class ErrorPage {
  private static final String TEMPLATE = "/WEB-INF/error.html";

  private ErrorPage() {}

  /**
   * Whether the request was for one of the console's pages, which answer with a page whatever the
   * client accepts.
   *
   * @param uri what was requested, or null
   */
  public static boolean isForPath(HttpServletRequest request, Object uri) {
    return uri != null
        && uri.toString().startsWith(request.getContextPath())
        && ConsolePath.isConsole(uri.toString().substring(request.getContextPath().length()));
  }

  /**
   * Names the reason where the status alone has several.
   *
   * @param key of the message bundle, without {@code .title} and {@code .text}
   */
  public static void explain(HttpServletRequest request, String key) {
    request.setAttribute(ConsoleFilter.REFUSAL, key);
  }

  /** Writes the page; the caller has set the status. */
  public static void write(
      HttpServletRequest request,
      HttpServletResponse response,
      int status,
      ServletContext application)
      throws IOException {
    Object refusal = request.getAttribute(ConsoleFilter.REFUSAL);
    String key = refusal == null ? key(status) : refusal.toString();
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
