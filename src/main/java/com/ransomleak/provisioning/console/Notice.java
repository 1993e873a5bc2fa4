package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.ConsoleCookie;
import com.ransomleak.provisioning.scim.Shortened;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;

/**
 * The message about a change, which the page after the form shows. A cookie carries it, so that any
 * node can show it.
 */
@Named
@RequestScoped
public class Notice {
  private static final Duration LIFETIME = Duration.ofMinutes(1);
  private static final int MAX_LENGTH = 500;

  @Inject private HttpServletRequest request;
  @Inject private CurrentUser user;

  void keep(String text) {
    ConsoleCookie.NOTICE.writeText(
        ConsolePage.response(), user.getAddress(), Shortened.to(MAX_LENGTH, text), LIFETIME);
  }

  /** Before the page is rendered. */
  public void show() {
    if (!user.isLive()) {
      ConsoleCookie.NOTICE
          .readText(request, user.getAddress())
          .ifPresent(
              text -> {
                Messages.success(Shortened.to(MAX_LENGTH, text));
                ConsoleCookie.NOTICE.delete(ConsolePage.response(), user.getAddress());
              });
    }
  }
}
