package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Shortened;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What the beans of pages share: the signed-in user, the parameters of the request, and the result
 * of a form. A form passes its fields as arguments of the action:
 *
 * <pre>{@code
 * <p:commandButton id="rename" action="#{teamPage.rename(param.expected, param.name)}"/>
 * }</pre>
 */
public abstract class ConsolePage {
  static final int PAGE_SIZE = 50;
  private static final List<String> SHOWN =
      List.of(
          "id",
          "provider",
          "kind",
          "finding",
          "role",
          "search",
          "sort",
          "after",
          "from",
          "reason",
          "state",
          "without",
          "ignored");
  private static final int MAX_PARAMETER_LENGTH = 8192;

  @Inject CurrentUser user;
  @Inject HttpServletRequest request;
  @Inject private Notice notice;

  /** A parameter of the address or the form, without spaces around it; empty when missing. */
  public String parameter(String name) {
    return bounded(request.getParameter(name));
  }

  private static String bounded(String value) {
    String text = Objects.requireNonNullElse(value, "");
    return Shortened.to(MAX_PARAMETER_LENGTH, text.replace("\0", "").strip());
  }

  /** A text as part of an address. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Reads what the page shows. */
  void load() {}

  /**
   * What the link of a question is about, such as the person of {@code ?remove=}; null without one.
   * Says so if there is nothing to decide any more, because the link is old.
   */
  <T> T subjectOf(String link, Function<String, Optional<T>> find) {
    String id = parameter(link);
    Optional<T> subject = id.isEmpty() ? Optional.empty() : find.apply(id);
    if (subject.isEmpty() && !id.isEmpty() && !isForm()) {
      Messages.error("link.stale");
    }
    return subject.orElse(null);
  }

  /**
   * Makes the change that a form requests. After a success the browser opens the page anew, so that
   * reloading or going back sends no form again.
   *
   * @param change returns false when the data is no longer what the form showed
   * @param success a key of the message bundle, or null when the response to the form shows more
   */
  void submit(BooleanSupplier change, String success, Object... values) {
    try {
      if (!change.getAsBoolean()) {
        Messages.error("form.stale");
        load();
      } else if (success != null) {
        reopen(success, values);
      }
    } catch (ScimException rejection) {
      Messages.error(rejection);
    }
  }

  /** Makes a change; the result says why it is rejected, for the page to show it in the form. */
  static String rejection(Runnable change) {
    try {
      change.run();
      return null;
    } catch (ScimException rejection) {
      return rejection.detail();
    }
  }

  /** Reads again what the page shows after a form, unless the browser opens another page. */
  void reloadUnlessAnswered() {
    if (!FacesContext.getCurrentInstance().getResponseComplete()) {
      load();
    }
  }

  /** Opens the page anew, with a message. */
  void reopen(String message, Object... values) {
    redirect(address(), message, values);
  }

  /** The address of this page, with what it shows. */
  static String address() {
    FacesContext faces = FacesContext.getCurrentInstance();
    String page = faces.getViewRoot().getViewId().replaceFirst("\\.xhtml$", "");
    return page + query(faces.getExternalContext().getRequestParameterMap());
  }

  /** The parameters of the request that say what the page shows, as the query of its address. */
  static String query(Map<String, String> parameters) {
    return query(SHOWN, name -> bounded(parameters.get(name)));
  }

  /** The query of an address with these parameters; starts with {@code ?} unless it is empty. */
  static String query(List<String> names, UnaryOperator<String> parameters) {
    String query =
        names.stream()
            .filter(name -> !parameters.apply(name).isEmpty())
            .map(name -> name + "=" + encoded(parameters.apply(name)))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "" : "?" + query;
  }

  /** Redirects to a page, which shows the message. */
  void redirect(String page, String message, Object... values) {
    notice.keep(Messages.text(message, values));
    redirect(page);
  }

  /** Whether the page answers a form. {@link ConsoleFilter} has checked where it comes from. */
  static boolean isForm() {
    return FacesContext.getCurrentInstance().isPostback();
  }

  /** The response to the form, for its cookies. */
  static HttpServletResponse response() {
    return (HttpServletResponse)
        FacesContext.getCurrentInstance().getExternalContext().getResponse();
  }

  /**
   * Redirects to a page, so that reloading it does not send the form again.
   *
   * @param page a path within this deployment
   */
  void redirect(String page) {
    SeeOther.answer(response(), request.getContextPath() + page);
    FacesContext.getCurrentInstance().responseComplete();
  }

  /**
   * Responds with 404 in place of the page when there is nothing to show. Another tenant's data
   * gives the same response as data that does not exist.
   */
  static boolean require(Object shown) {
    if (shown == null) {
      FacesContext faces = FacesContext.getCurrentInstance();
      try {
        faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, null);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      faces.responseComplete();
    }
    return shown != null;
  }
}
