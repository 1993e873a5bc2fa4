package com.ransomleak.provisioning.console;

import jakarta.faces.application.ViewHandler;
import jakarta.faces.application.ViewHandlerWrapper;
import jakarta.faces.component.UIViewRoot;
import jakarta.faces.context.FacesContext;

/**
 * Every view is transient from its birth. The attribute of {@code f:view} says so only when the
 * page is built; before that, PrimeFaces would have put its nonce into an HTTP session, one for
 * each stranger who looks at the sign-in page.
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
}
