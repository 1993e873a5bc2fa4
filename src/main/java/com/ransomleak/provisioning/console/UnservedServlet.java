package com.ransomleak.provisioning.console;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Folders of the WAR and of its libraries that nobody asks for. Without a servlet the server would
 * redirect to the folder, at whatever host the request names, before any filter of ours.
 */
@WebServlet({
  "/META-INF/*",
  "/WEB-INF/*",
  "/resources/*",
  "/primefaces/*",
  "/primefaces-saga-blue/*"
})
public class UnservedServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.sendError(HttpServletResponse.SC_NOT_FOUND);
  }
}
