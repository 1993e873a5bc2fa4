package com.ransomleak.provisioning.settings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads the settings once. A record is final, so it has no proxy and its scope is Singleton. */
@ApplicationScoped
class SettingsProducer {
  @Produces
  @Singleton
  DeploymentSettings settings() {
    return DeploymentSettings.read(ConfigProvider.getConfig());
  }
}
