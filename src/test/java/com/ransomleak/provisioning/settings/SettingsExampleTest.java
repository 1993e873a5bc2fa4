package com.ransomleak.provisioning.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents for operators list exactly the settings that the server reads. */
class SettingsExampleTest {
  @Test
  void exampleFileIsGenerated() throws IOException {
    assertGenerated(SettingsDocuments.example(), SettingsDocuments.EXAMPLE);
  }

  @Test
  void referencePageIsGenerated() throws IOException {
    assertGenerated(SettingsDocuments.reference(), SettingsDocuments.REFERENCE);
  }

  /** Without this rule, a name that is read elsewhere would be missing in both documents. */
  @Test
  void onlyThisPackageReadsConfiguration() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      assertEquals(
          List.of(),
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.getParent().endsWith("settings"))
              .filter(SettingsExampleTest::readsConfiguration)
              .toList());
    }
  }

  private static boolean readsConfiguration(Path file) {
    try {
      return Files.readString(file).contains(".getOptionalValue(");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertGenerated(String expected, Path file) throws IOException {
    if (Boolean.getBoolean("writeSettings")) {
      Files.writeString(file, expected);
    }
    assertEquals(expected, Files.readString(file), file + " is not up to date");
  }
}
