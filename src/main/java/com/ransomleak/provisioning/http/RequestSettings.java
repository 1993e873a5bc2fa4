package com.ransomleak.provisioning.http;

import com.ransomleak.provisioning.scim.json.JsonLimits;
import com.ransomleak.provisioning.tenant.NumberSetting;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * How much one request may contain, from MicroProfile Config.
 *
 * <pre>{@code
 * provisioning.max-json-names=1000
 * provisioning.max-json-values=500000
 * provisioning.max-resource-size=1048576
 * }</pre>
 */
@ApplicationScoped
public class RequestSettings {
  static final String MAX_JSON_NAMES = "provisioning.max-json-names";
  static final String MAX_JSON_VALUES = "provisioning.max-json-values";
  static final String MAX_RESOURCE_SIZE = "provisioning.max-resource-size";

  private static final int DEFAULT_MAX_RESOURCE_SIZE = 1024 * 1024;

  private final JsonLimits json;
  private final int maxResourceSize;

  public RequestSettings() {
    this(ConfigProvider.getConfig());
  }

  RequestSettings(Config config) {
    json =
        new JsonLimits(
            number(config, MAX_JSON_NAMES, 100, 100_000, JsonLimits.DEFAULT.maxNames()),
            number(config, MAX_JSON_VALUES, 10_000, 10_000_000, JsonLimits.DEFAULT.maxValues()));
    maxResourceSize =
        number(config, MAX_RESOURCE_SIZE, 65_536, 100 * 1024 * 1024, DEFAULT_MAX_RESOURCE_SIZE);
  }

  /** How much JSON a request body may contain. */
  public JsonLimits json() {
    return json;
  }

  /** The most bytes of one stored resource, without the members of a group. */
  public int maxResourceSize() {
    return maxResourceSize;
  }

  private static int number(Config config, String key, int min, int max, int defaultValue) {
    return NumberSetting.read(config, key, min, max).map(Math::toIntExact).orElse(defaultValue);
  }
}
