package com.ransomleak.provisioning.tenant;

import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The extension schemas of a tenant, as its settings give them; a wrong one names its key. */
final class TenantCatalogue {
  private TenantCatalogue() {}

  /**
   * Of a setting that is the JSON itself.
   *
   * @param key what a refusal names
   * @throws IllegalStateException when the schemas cannot be used
   */
  static SchemaRegistry of(String key, String json) {
    try {
      return SchemaRegistry.with(json);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(key + ": " + e.getMessage(), e);
    }
  }

  /**
   * Of a setting that is the path of a file in UTF-8.
   *
   * @throws IllegalStateException when it cannot be read, or the schemas cannot be used
   */
  static SchemaRegistry in(String key, String path) {
    String json;
    try {
      json = Files.readString(Path.of(path.strip()));
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException(key + ": the file " + path + " cannot be read: " + e, e);
    }
    return of(key, json);
  }
}
