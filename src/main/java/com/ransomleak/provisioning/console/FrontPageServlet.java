package com.ransomleak.provisioning.console;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Redirects from the root, from each folder of pages, and from the former address of the first page
 * to the first page of the user. Without this servlet, the server would respond to a folder with a
 * redirect to a full address.
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
  "/admin/reports/overview",
  "/admin/roles",
  "/admin/roles/"
})
public class FrontPageServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient CurrentUser user;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    String page = user.getSignedIn() != null ? user.getHome() : ConsolePath.SIGN_IN;
    SeeOther.answer(response, request.getContextPath() + page);
  }
}
