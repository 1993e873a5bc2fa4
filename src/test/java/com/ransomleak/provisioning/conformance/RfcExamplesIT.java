package com.ransomleak.provisioning.conformance;

import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.server.TestTenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The requests that RFC 7643 and RFC 7644 show, each as it stands there, to a strict tenant. */
@TestTenant(value = "ingen", settings = "strict=true")
class RfcExamplesIT {
  private static final Path FOLDER = ProjectFiles.file("src", "test", "resources", "rfc");

  @TestFactory
  @DisplayName(
      "Dec-1, Dec-5, strict: every example of RFC 7643 and RFC 7644 works as it is printed")
  Stream<DynamicTest> examples() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList().stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      file.getFileName().toString(),
                      file.toUri(),
                      () -> RfcExample.read(file).run()));
    }
  }
}
