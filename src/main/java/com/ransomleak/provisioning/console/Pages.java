package com.ransomleak.provisioning.console;

import jakarta.faces.context.FacesContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What beans ask of the answer that Faces is making. */
final class Pages {
  private Pages() {}

  /**
   * Leads from a form to a page, so that reloading does not send the form again; for the return of
   * an action.
   *
   * @param page a path within this deployment
   * @return null: the answer is complete
   */
  static String redirect(String page) {
    FacesContext faces = FacesContext.getCurrentInstance();
    SeeOther.answer(response(), faces.getExternalContext().getRequestContextPath() + page);
    faces.responseComplete();
    return null;
  }

  /** The answer to the form, for its cookies. */
  static HttpServletResponse response() {
    return (HttpServletResponse)
        FacesContext.getCurrentInstance().getExternalContext().getResponse();
  }

  /** Whether the page answers a form; the filter has seen that it is one of ours. */
  static boolean isForm() {
    return FacesContext.getCurrentInstance().isPostback();
  }

  /** Answers that there is no such thing, in place of the page. */
  static void answerUnknown() {
    FacesContext faces = FacesContext.getCurrentInstance();
    try {
      faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    faces.responseComplete();
  }
}
