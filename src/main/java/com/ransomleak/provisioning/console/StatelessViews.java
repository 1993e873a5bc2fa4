package com.ransomleak.provisioning.console;

import jakarta.faces.application.ViewHandler;
import jakarta.faces.application.ViewHandlerWrapper;
import jakarta.faces.component.UIViewRoot;
import jakarta.faces.context.FacesContext;

/**
 * Marks every view as stateless when it is created. {@code f:view} does so only when the page is
 * built, and before that PrimeFaces would create an HTTP session for each anonymous visitor.
 *
 * <p>The address of a form contains what its page shows, so that the response can be reloaded. An
 * error page has no address: signing out there works as on any other page.
 */
public class StatelessViews extends ViewHandlerWrapper {

  public StatelessViews(ViewHandler wrapped) {
    super(wrapped);
  }

  @Override
  public UIViewRoot createView(FacesContext context, String viewId) {
    UIViewRoot view = super.createView(context, viewId);
    view.setTransient(true);
    return view;
  }

  @Override
  public String getActionURL(FacesContext context, String viewId) {
    String page = viewId.equals(ErrorPage.VIEW) ? "/admin/help.xhtml" : viewId;
    return super.getActionURL(context, page)
        + ConsolePage.query(context.getExternalContext().getRequestParameterMap());
  }
}
