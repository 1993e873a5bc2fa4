package com.ransomleak.provisioning.settings;

import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The extension schemas in a file. */
record SchemasFile(SchemaRegistry schemas) {
  /**
   * Reads a file in UTF-8.
   *
   * @throws IllegalArgumentException when the file cannot be read or the schemas are invalid
   */
  static SchemasFile read(String path) {
    try {
      return new SchemasFile(SchemaRegistry.with(Files.readString(Path.of(path))));
    } catch (IOException e) {
      throw new IllegalArgumentException("the file " + path + " cannot be read: " + e, e);
    }
  }
}
