package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.http.Scim;
import com.ransomleak.provisioning.scim.message.ErrorResponse;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The error page of web.xml: what the server refuses before JAX-RS sees it is an Error document
 * too, never HTML (H-04).
 */
@WebServlet("/scim-error")
public class ScimErrorServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    int status = code instanceof Integer i && i >= 400 ? i : 404;
    byte[] body =
        ErrorResponse.text(HttpRefusal.of(status, request)).getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType(Scim.JSON);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
