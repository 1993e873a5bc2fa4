package com.ransomleak.provisioning.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.demo.ProjectFiles;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The bill of materials tells what the WAR carries, and nothing gets into the WAR unnoticed. */
class SbomIT {
  private static final String LIBRARIES = "WEB-INF/lib/";
  private static final Pattern PURL =
      Pattern.compile("pkg:maven/[^/]+/([^@]+)@([^?]+)\\?(?:classifier=([^&]+)&)?type=jar");

  @Test
  @DisplayName("The SBOM names exactly the libraries in the WAR")
  void sbom() throws IOException {
    assertEquals(inWar(), inSbom());
  }

  @Test
  @DisplayName("A library that is added to the WAR or changed is also added to the reviewed list")
  void reviewedList() throws IOException {
    assertEquals(
        Files.readAllLines(ProjectFiles.file("src", "test", "resources", "sbom", "jars.txt")),
        inWar());
  }

  private static List<String> inWar() throws IOException {
    try (JarFile war = new JarFile(ProjectFiles.war().toFile())) {
      return war.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
          .map(name -> name.substring(LIBRARIES.length()))
          .sorted()
          .toList();
    }
  }

  private static List<String> inSbom() throws IOException {
    try (JsonReader reader =
        Json.createReader(
            Files.newBufferedReader(ProjectFiles.file("target", "provisioning-sbom.json")))) {
      return reader.readObject().getJsonArray("components").getValuesAs(JsonObject.class).stream()
          .map(component -> fileName(component.getString("purl")))
          .sorted()
          .toList();
    }
  }

  private static String fileName(String purl) {
    Matcher parts = PURL.matcher(purl);
    if (!parts.matches()) {
      throw new IllegalStateException("Not a library of Maven: " + purl);
    }
    String classifier = parts.group(3) == null ? "" : "-" + parts.group(3);
    return parts.group(1) + "-" + parts.group(2) + classifier + ".jar";
  }
}
