package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.store.FailureKind;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The page that a browser shows after an error: what happened, and what to do. It is plain HTML
 * without Faces, database or script, because one of these may have failed. A signed-in user gets
 * the same text below the menu if the error is in the address or the form.
 */
public final class ErrorPage {
  /** The page with the menu. Nobody can open its address, and its forms go to another page. */
  static final String VIEW = "/admin/error.xhtml";

  private static final Logger LOG = System.getLogger(ErrorPage.class.getName());
  private static final Set<Integer> WITH_MENU = Set.of(400, 403, 404, 405);
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
    ConsoleFilter.secure(response);
    boolean hasMenu = WITH_MENU.contains(status) && CurrentUser.of(request) != null;
    if (hasMenu && showWithMenu(request, response, key)) {
      return;
    }
    String page;
    try (InputStream template = application.getResourceAsStream(TEMPLATE)) {
      page = new String(template.readAllBytes(), StandardCharsets.UTF_8);
    }
    byte[] body =
        page.replace("{context}", request.getContextPath())
            .replace("{title}", Messages.text(key + ".title"))
            .replace("{text}", Messages.text(key + ".text"))
            .getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("text/html;charset=UTF-8");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** Shows the page with the menu, unless that fails, for example because the database is away. */
  private static boolean showWithMenu(
      HttpServletRequest request, HttpServletResponse response, String key) throws IOException {
    Map<String, List<String>> headers = new HashMap<>();
    response
        .getHeaderNames()
        .forEach(name -> headers.put(name, List.copyOf(response.getHeaders(name))));
    request.setAttribute("error", key);
    try {
      request
          .getRequestDispatcher(VIEW)
          .forward(new WithoutForm(request), new ConsoleFilter.OnePolicy(response));
      return true;
    } catch (ServletException | RuntimeException e) {
      FailureKind.warn(LOG, "An error page is shown without menu", e);
      if (response.isCommitted()) {
        return true;
      }
      response.reset();
      headers.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
      return false;
    }
  }

  /** The request without what was sent: a form that was rejected must not act on this page. */
  private static class WithoutForm extends HttpServletRequestWrapper {
    WithoutForm(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getMethod() {
      return "GET";
    }

    @Override
    public String getQueryString() {
      return null;
    }

    @Override
    public String getParameter(String name) {
      return null;
    }

    @Override
    public Map<String, String[]> getParameterMap() {
      return Map.of();
    }

    @Override
    public Enumeration<String> getParameterNames() {
      return Collections.emptyEnumeration();
    }

    @Override
    public String[] getParameterValues(String name) {
      return null;
    }
  }

  private static String key(int status) {
    String key = "error." + status;
    return Messages.has(key + ".title") ? key : status >= 500 ? "error.500" : "error.400";
  }
}
