package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.ConsoleCookie;
import com.ransomleak.provisioning.scim.Shortened;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

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
    byte[] kept = Shortened.to(MAX_LENGTH, text).getBytes(StandardCharsets.UTF_8);
    ConsoleCookie.NOTICE.write(
        ConsolePage.response(),
        user.getAddress(),
        Base64.getUrlEncoder().withoutPadding().encodeToString(kept),
        LIFETIME);
  }

  /** Before the page is rendered. */
  public void show() {
    if (!user.isLive()) {
      read()
          .ifPresent(
              text -> {
                Messages.success(text);
                ConsoleCookie.NOTICE.delete(ConsolePage.response(), user.getAddress());
              });
    }
  }

  /** Empty for a value that is not Base64. */
  private Optional<String> read() {
    try {
      return ConsoleCookie.NOTICE
          .read(request, user.getAddress())
          .map(Base64.getUrlDecoder()::decode)
          .map(text -> Shortened.to(MAX_LENGTH, new String(text, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
