package com.ransomleak.provisioning.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of licences names every library of the bill of materials and has all texts. */
class ThirdPartyLicencesTest {
  private static final String APACHE = "{\"license\":{\"id\":\"Apache-2.0\"}}";

  @TempDir private Path folder;

  @Test
  @DisplayName("Texts come from the JARs, with those of bundled code, and expressions are printed")
  void textsComeFromTheJars() throws IOException {
    String report =
        report(
            "{\"expression\":\"EPL-2.0 OR MIT\"}",
            Map.of(
                "META-INF/LICENSE.txt", "Use it.", "META-INF/licenses/THIRD-PARTY.txt", "Fonts."));
    assertTrue(report.contains("- library 1.0: EPL-2.0 OR MIT\n"), report);
    assertTrue(
        report.contains("==== library-1.0.jar META-INF/LICENSE.txt ====\n\nUse it."), report);
    assertTrue(report.contains("THIRD-PARTY.txt ====\n\nFonts."), report);
  }

  @Test
  @DisplayName("A library whose JAR contains no licence gets the text of its SPDX id")
  void missingTextsAreAdded() throws IOException {
    String report = report(APACHE, Map.of("META-INF/NOTICE", "By us."));
    assertTrue(report.contains("https://spdx.org/licenses/Apache-2.0.html\n"), report);
    assertEquals(2, report.split("Version 2.0, January 2004", -1).length, report);
  }

  @Test
  @DisplayName("A library without a licence, or without its text, stops the release")
  void unknownLicencesAreErrors() {
    for (String licences :
        new String[] {"", "{\"license\":{}}", "{\"license\":{\"id\":\"MIT\"}}"}) {
      IllegalStateException unknown =
          assertThrows(IllegalStateException.class, () -> report(licences, Map.of()));
      assertTrue(unknown.getMessage().contains("library"), unknown::getMessage);
    }
  }

  private String report(String licences, Map<String, String> jar) throws IOException {
    Path war = folder.resolve("a.war");
    Files.write(war, zip(Map.of("WEB-INF/lib/library-1.0.jar", zip(bytes(jar)))));
    Path billOfMaterials = folder.resolve("sbom.json");
    Files.writeString(
        billOfMaterials,
        "{\"components\":[{\"name\":\"library\",\"version\":\"1.0\",\"licenses\":[%s]}]}"
            .formatted(licences));
    return ThirdPartyLicences.of(billOfMaterials, war);
  }

  private static Map<String, byte[]> bytes(Map<String, String> texts) {
    return texts.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, text -> text.getValue().getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return archive.toByteArray();
  }
}
