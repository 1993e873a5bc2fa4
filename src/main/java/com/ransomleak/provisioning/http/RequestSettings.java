package com.ransomleak.provisioning.http;

import com.ransomleak.provisioning.scim.json.JsonLimits;
import com.ransomleak.provisioning.tenant.DurationSetting;
import com.ransomleak.provisioning.tenant.NumberSetting;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * How much requests may contain and answers may need, from MicroProfile Config.
 *
 * <pre>{@code
 * provisioning.max-json-names=1000
 * provisioning.max-json-values=500000
 * provisioning.max-resource-size=1048576
 * provisioning.max-answer-files-size=4294967296
 * provisioning.bulk-time-limit=PT50S
 * }</pre>
 */
@ApplicationScoped
public class RequestSettings {
  static final String MAX_JSON_NAMES = "provisioning.max-json-names";
  static final String MAX_JSON_VALUES = "provisioning.max-json-values";
  static final String MAX_RESOURCE_SIZE = "provisioning.max-resource-size";
  static final String BULK_TIME_LIMIT = "provisioning.bulk-time-limit";
  static final String MAX_ANSWER_FILES_SIZE = "provisioning.max-answer-files-size";

  private static final int DEFAULT_MAX_RESOURCE_SIZE = 1024 * 1024;

  /** Proxies commonly wait for 60 seconds. */
  private static final Duration DEFAULT_BULK_TIME_LIMIT = Duration.ofSeconds(50);

  private static final long DEFAULT_MAX_ANSWER_FILES_SIZE = 4L * 1024 * 1024 * 1024;

  private final JsonLimits json;
  private final int maxResourceSize;
  private final long maxAnswerFilesSize;
  private final Duration bulkTimeLimit;

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
    maxAnswerFilesSize =
        NumberSetting.read(config, MAX_ANSWER_FILES_SIZE, 16 * 1024 * 1024, 1L << 40)
            .orElse(DEFAULT_MAX_ANSWER_FILES_SIZE);
    bulkTimeLimit =
        DurationSetting.read(config, BULK_TIME_LIMIT, Duration.ofSeconds(1), Duration.ofHours(1))
            .orElse(DEFAULT_BULK_TIME_LIMIT);
  }

  /** How much JSON a request body may contain. */
  public JsonLimits json() {
    return json;
  }

  /** The most bytes of one stored resource, without the members of a group. */
  public int maxResourceSize() {
    return maxResourceSize;
  }

  /** The most bytes of temporary files with answers, on one node; of one tenant half of them. */
  long maxAnswerFilesSize() {
    return maxAnswerFilesSize;
  }

  /** After this time a bulk request does not begin another operation. */
  public Duration bulkTimeLimit() {
    return bulkTimeLimit;
  }

  private static int number(Config config, String key, int min, int max, int defaultValue) {
    return NumberSetting.read(config, key, min, max).map(Math::toIntExact).orElse(defaultValue);
  }
}
