package com.ransomleak.provisioning.settings;

import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with extension schemas. */
record SchemasFile(String path) {
  /**
   * Reads the file in UTF-8.
   *
   * @throws IllegalArgumentException when the file cannot be read or the schemas are invalid
   */
  SchemaRegistry read() {
    try {
      return SchemaRegistry.with(Files.readString(Path.of(path)));
    } catch (IOException e) {
      throw new IllegalArgumentException("the file " + path + " cannot be read: " + e, e);
    }
  }
}
