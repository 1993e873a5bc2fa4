package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.settings.DeploymentSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;

/** MicroProfile Config out of a map of strings, for tests without a server. */
public record SettingsOf(Map<String, String> values) implements Config {
  /** Settings of a deployment that has the required ones and these. */
  public static DeploymentSettings deployment(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.putIfAbsent("provisioning.base-domain", "example.com");
    all.putIfAbsent("provisioning.tenants", "acme");
    return DeploymentSettings.read(new SettingsOf(all));
  }

  @Override
  public <T> T getValue(String key, Class<T> type) {
    return getOptionalValue(key, type).orElseThrow();
  }

  @Override
  public <T> Optional<T> getOptionalValue(String key, Class<T> type) {
    return Optional.ofNullable(values.get(key)).map(type::cast);
  }

  @Override
  public Iterable<String> getPropertyNames() {
    return values.keySet();
  }

  @Override
  public ConfigValue getConfigValue(String key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Iterable<ConfigSource> getConfigSources() {
    return List.of();
  }

  @Override
  public <T> Optional<Converter<T>> getConverter(Class<T> type) {
    return Optional.empty();
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    throw new UnsupportedOperationException();
  }
}
