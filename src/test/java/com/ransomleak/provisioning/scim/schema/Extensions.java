package com.ransomleak.provisioning.scim.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Extension schemas with attributes of every kind, for tests: {@code scim/extensions.json}. */
public final class Extensions {
  private Extensions() {}

  public static SchemaRegistry catalogue() {
    try {
      return SchemaRegistry.with(
          Files.readString(Path.of("src", "test", "resources", "scim", "extensions.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
