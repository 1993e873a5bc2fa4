package com.ransomleak.provisioning.console;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The bare host, and each folder of pages, leads to the page that is first for whoever asks.
 * Without an answer of ours the server would answer for a folder, with a full address.
 */
@WebServlet({
  "",
  "/admin",
  "/admin/",
  "/admin/account",
  "/admin/account/",
  "/admin/integrations",
  "/admin/integrations/",
  "/admin/reports",
  "/admin/reports/",
  "/admin/roles",
  "/admin/roles/"
})
public class FrontPageServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient CurrentUser visitor;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    String page = visitor.isSignedIn() ? visitor.getHome() : ConsolePath.SIGN_IN;
    SeeOther.answer(response, request.getContextPath() + page);
  }
}
