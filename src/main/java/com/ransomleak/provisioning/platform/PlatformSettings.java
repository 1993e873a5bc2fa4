package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.scim.message.BulkRequest;
import com.ransomleak.provisioning.tenant.DurationSetting;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What requests may be and how long answers may take, from MicroProfile Config.
 *
 * <pre>{@code
 * provisioning.max-request-size=10485760
 * provisioning.download-time-limit=PT5M
 * }</pre>
 */
@ApplicationScoped
public class PlatformSettings {
  static final String MAX_REQUEST_SIZE = "provisioning.max-request-size";
  static final String DOWNLOAD_TIME_LIMIT = "provisioning.download-time-limit";
  static final String HOUSEKEEPING_INTERVAL = "provisioning.housekeeping-interval";

  /** A full push of a group of 50,000 is about 6 MB. */
  private static final int DEFAULT_MAX_REQUEST_SIZE = 10 * 1024 * 1024;

  /** The servers' own limits of a transaction are not shorter. */
  private static final Duration LONGEST_DOWNLOAD = Duration.ofHours(1);

  private final int maxRequestSize;
  private final Duration downloadTimeLimit;
  private final Duration housekeepingInterval;

  public PlatformSettings() {
    this(ConfigProvider.getConfig());
  }

  PlatformSettings(Config config) {
    maxRequestSize =
        size(
            config
                .getOptionalValue(MAX_REQUEST_SIZE, String.class)
                .orElse(Integer.toString(DEFAULT_MAX_REQUEST_SIZE)));
    downloadTimeLimit =
        DurationSetting.read(config, DOWNLOAD_TIME_LIMIT, Duration.ofSeconds(1), LONGEST_DOWNLOAD)
            .orElse(Duration.ofMinutes(5));
    housekeepingInterval =
        DurationSetting.read(config, HOUSEKEEPING_INTERVAL, Duration.ofSeconds(1))
            .orElse(Duration.ofMinutes(1));
  }

  /** In bytes. */
  int maxRequestSize() {
    return maxRequestSize;
  }

  /** After this time a whole report that is not read to its end is cut. */
  Duration downloadTimeLimit() {
    return downloadTimeLimit;
  }

  /** The time between two looks for what is past its time; a minute by default. */
  Duration housekeepingInterval() {
    return housekeepingInterval;
  }

  private static int size(String text) {
    try {
      int size = Integer.parseInt(text.strip());
      if (size >= BulkRequest.MAX_PAYLOAD_SIZE) {
        return size;
      }
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          MAX_REQUEST_SIZE + ": \"" + text + "\" is no number of bytes.", e);
    }
    throw new IllegalStateException(
        MAX_REQUEST_SIZE
            + " must be at least "
            + BulkRequest.MAX_PAYLOAD_SIZE
            + " bytes, what a bulk request may have.");
  }
}
