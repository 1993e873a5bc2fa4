package com.ransomleak.provisioning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Nothing gets into the WAR unnoticed; {@code .ci/run} compares the same list with the SBOM. */
class SbomIT {
  private static final String LIBRARIES = "WEB-INF/lib/";

  @Test
  @DisplayName("A library that is added to the WAR or changed is also added to the reviewed list")
  void reviewedList() throws IOException {
    assertEquals(
        Files.readAllLines(ProjectFiles.file("src", "test", "resources", "sbom", "jars.txt")),
        librariesInWar());
  }

  private static List<String> librariesInWar() throws IOException {
    try (JarFile war = new JarFile(ProjectFiles.war().toFile())) {
      return war.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
          .map(name -> name.substring(LIBRARIES.length()))
          .sorted()
          .toList();
    }
  }
}
