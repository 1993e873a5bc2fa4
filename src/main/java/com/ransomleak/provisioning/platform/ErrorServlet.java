package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.console.ErrorPage;
import com.ransomleak.provisioning.http.Scim;
import com.ransomleak.provisioning.report.ReportException;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.message.ErrorResponse;
import com.ransomleak.provisioning.store.FailureKind;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;

/**
 * The error page of web.xml, for errors outside JAX-RS. The console's own paths answer with a page,
 * and so do other paths outside {@code /scim} and {@code /api} for a browser. All other requests
 * get an Error document or problem, never the server's own HTML (H-04).
 */
@WebServlet("/error")
public class ErrorServlet extends HttpServlet {
  private static final Logger LOG = System.getLogger(ErrorServlet.class.getName());
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    try {
      write(request, response);
    } catch (IOException clientIsGone) {
      LOG.log(Level.DEBUG, "An error could not be answered: {0}", clientIsGone.getMessage());
    }
  }

  private void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
    int status = status(request);
    response.setStatus(status);
    if (request.getAttribute(RequestId.ATTRIBUTE) instanceof String id) {
      response.setHeader(RequestId.HEADER, id);
    }
    if (isForBrowser(request)) {
      ErrorPage.write(request, response, status, getServletContext());
      return;
    }
    ScimException refusal = HttpRefusal.of(status, request);
    boolean problem = RequestPath.isReport(request);
    String text =
        problem ? ReportException.text(status, refusal.detail()) : ErrorResponse.text(refusal);
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    response.setContentType(problem ? ReportException.JSON : Scim.JSON);
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static int status(HttpServletRequest request) {
    Object thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    if (thrown instanceof Throwable cause) {
      return status(cause);
    }
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    return code instanceof Integer i && i >= 400 ? i : 404;
  }

  /** The status for an exception that no filter and no servlet handled. */
  static int status(Throwable thrown) {
    return FailureKind.of(thrown) == FailureKind.OTHER ? 500 : 503;
  }

  private static boolean isForBrowser(HttpServletRequest request) {
    Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    String accept = request.getHeader("Accept");
    boolean acceptsPage = accept != null && accept.contains("text/html");
    return !RequestPath.isScim(request)
        && !RequestPath.isReport(request)
        && (acceptsPage || ErrorPage.isForPath(request, path));
  }
}
