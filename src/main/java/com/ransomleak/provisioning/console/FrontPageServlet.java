package com.ransomleak.provisioning.console;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The bare host leads to the page that is first for whoever asks. */
@WebServlet({"", "/admin", "/admin/"})
public class FrontPageServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient Visitor visitor;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String page = visitor.isSignedIn() ? visitor.getHome() : ConsolePath.SIGN_IN;
    response.sendRedirect(request.getContextPath() + page);
  }
}
