package com.ransomleak.provisioning.console;

import jakarta.faces.context.FacesContext;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Leading from a form to a page: with a redirect, so that reloading does not send it again. */
final class Pages {
  private Pages() {}

  /**
   * For the return of an action.
   *
   * @param page a path within this deployment
   * @return null: the answer is complete
   */
  static String redirect(String page) {
    FacesContext faces = FacesContext.getCurrentInstance();
    try {
      faces
          .getExternalContext()
          .redirect(faces.getExternalContext().getRequestContextPath() + page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    faces.responseComplete();
    return null;
  }
}
