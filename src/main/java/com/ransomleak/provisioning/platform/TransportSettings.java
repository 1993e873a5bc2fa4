package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.tenant.DurationSetting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * How long a request body may take to arrive and how many HTTP threads the console may use, from
 * MicroProfile Config.
 *
 * <pre>{@code
 * provisioning.body-time-limit=PT1M
 * provisioning.form-time-limit=PT10S
 * provisioning.console-requests=40
 * }</pre>
 */
@ApplicationScoped
public class TransportSettings {
  static final String BODY_TIME_LIMIT = "provisioning.body-time-limit";
  static final String FORM_TIME_LIMIT = "provisioning.form-time-limit";
  static final String CONSOLE_REQUESTS = "provisioning.console-requests";

  private static final Duration MIN_TIME = Duration.ofSeconds(1);
  private static final Duration MAX_TIME = Duration.ofMinutes(15);
  private static final int MIN_CONSOLE_REQUESTS = 24;

  /** A fifth of the 200 threads that the files in {@code server-config} give each server. */
  private static final String DEFAULT_CONSOLE_REQUESTS = "40";

  private final Duration bodyTimeLimit;
  private final Duration formTimeLimit;
  private final int consoleRequests;

  public TransportSettings() {
    this(ConfigProvider.getConfig());
  }

  TransportSettings(Config config) {
    bodyTimeLimit =
        DurationSetting.read(config, BODY_TIME_LIMIT, MIN_TIME, MAX_TIME)
            .orElse(Duration.ofMinutes(1));
    formTimeLimit =
        DurationSetting.read(config, FORM_TIME_LIMIT, MIN_TIME, MAX_TIME)
            .orElse(Duration.ofSeconds(10));
    consoleRequests =
        requests(
            config
                .getOptionalValue(CONSOLE_REQUESTS, String.class)
                .orElse(DEFAULT_CONSOLE_REQUESTS));
  }

  /** An invalid value stops the deployment, not the first request. */
  void validate(@Observes @Initialized(ApplicationScoped.class) Object start) {}

  /** From the first read of a body for SCIM or the reports to its last byte. */
  Duration bodyTimeLimit() {
    return bodyTimeLimit;
  }

  /** The same for a form of the console. */
  Duration formTimeLimit() {
    return formTimeLimit;
  }

  /** Requests for pages and their files that this node processes at the same time. */
  int consoleRequests() {
    return consoleRequests;
  }

  private static int requests(String text) {
    try {
      int requests = Integer.parseInt(text.strip());
      if (requests >= MIN_CONSOLE_REQUESTS) {
        return requests;
      }
    } catch (NumberFormatException e) {
      throw new IllegalStateException(rejection(text), e);
    }
    throw new IllegalStateException(rejection(text));
  }

  private static String rejection(String text) {
    return CONSOLE_REQUESTS
        + ": \""
        + text
        + "\" is not a number of at least "
        + MIN_CONSOLE_REQUESTS
        + ". Set it to about a fifth of the server's HTTP threads.";
  }
}
