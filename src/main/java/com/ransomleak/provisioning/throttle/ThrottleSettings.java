package com.ransomleak.provisioning.throttle;

import com.ransomleak.provisioning.tenant.NumberSetting;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What all tenants of a node share, from MicroProfile Config.
 *
 * <pre>{@code
 * provisioning.request-bytes-in-flight=67108864
 * }</pre>
 */
@ApplicationScoped
public class ThrottleSettings {
  static final String REQUEST_BYTES_IN_FLIGHT = "provisioning.request-bytes-in-flight";

  /** Bodies and what is made of them take about half of a heap of 512 MB. */
  private static final long DEFAULT_REQUEST_BYTES_IN_FLIGHT = 64L * 1024 * 1024;

  private final long requestBytesInFlight;

  public ThrottleSettings() {
    this(ConfigProvider.getConfig());
  }

  ThrottleSettings(Config config) {
    requestBytesInFlight =
        NumberSetting.read(config, REQUEST_BYTES_IN_FLIGHT, 1024 * 1024, 1L << 40)
            .orElse(DEFAULT_REQUEST_BYTES_IN_FLIGHT);
  }

  /** The most bytes of large request bodies at the same time. */
  public long requestBytesInFlight() {
    return requestBytesInFlight;
  }
}
