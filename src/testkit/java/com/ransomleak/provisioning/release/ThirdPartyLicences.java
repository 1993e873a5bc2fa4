package com.ransomleak.provisioning.release;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The licence of each library in the WAR, and the texts of licences and notices. Most JARs contain
 * them. For the others, {@code src/testkit/resources/licences} has a text by the name of the
 * library or by the SPDX id of its licence.
 */
final class ThirdPartyLicences {
  private static final Pattern TEXT =
      Pattern.compile(
          "((META-INF|META-INF/licenses|WEB-INF/icons)/)?(LICEN[CS]E|NOTICE|THIRD-PARTY)(\\.(txt|md))?");

  private ThirdPartyLicences() {}

  /**
   * @throws IllegalStateException if a library has no licence or no text of its licence
   */
  static String of(Path billOfMaterials, Path war) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (InputStream archive = Files.newInputStream(war)) {
      collect("", archive, texts);
    }
    StringBuilder report = new StringBuilder("The WAR contains these libraries:\n\n");
    try (JsonReader reader = Json.createReader(Files.newBufferedReader(billOfMaterials))) {
      for (JsonValue component : reader.readObject().getJsonArray("components")) {
        report.append(line(component.asJsonObject(), texts)).append('\n');
      }
    }
    report.append("\nThese are their licences and notices:\n");
    texts.forEach(
        (place, text) ->
            report.append("\n\n==== ").append(place).append(" ====\n\n").append(text.strip()));
    return report.append('\n').toString();
  }

  /** Adds a text for a library whose JAR contains none. */
  private static String line(JsonObject component, Map<String, String> texts) throws IOException {
    String name = component.getString("name");
    String version = component.getString("version");
    List<String> licences = licences(component);
    if (licences.isEmpty() || licences.contains("")) {
      throw new IllegalStateException(
          "The licence of %s %s is not known.".formatted(name, version));
    }
    String line = "- %s %s: %s".formatted(name, version, String.join(", ", licences));
    String jar = name + "-" + version;
    if (texts.keySet().stream().anyMatch(place -> place.matches("\\Q" + jar + "\\E.*LICEN.*"))) {
      return line;
    }
    for (String file : Stream.concat(Stream.of(name), licences.stream()).toList()) {
      try (InputStream text =
          ThirdPartyLicences.class.getResourceAsStream("/licences/" + file + ".txt")) {
        if (text != null) {
          texts.put(file, new String(text.readAllBytes(), StandardCharsets.UTF_8));
          String id = licences.get(0);
          String source = id.contains(" ") ? "" : " and https://spdx.org/licenses/" + id + ".html";
          return line + ", see \"" + file + "\" below" + source;
        }
      }
    }
    throw new IllegalStateException(
        "%s.jar contains no licence. Write the text to src/testkit/resources/licences/%s.txt."
            .formatted(jar, name));
  }

  /** The SPDX ids or expressions, or else the names. */
  private static List<String> licences(JsonObject component) {
    JsonArray choices = component.getJsonArray("licenses");
    return choices == null
        ? List.of()
        : choices.stream()
            .map(JsonValue::asJsonObject)
            .map(choice -> choice.containsKey("license") ? choice.getJsonObject("license") : choice)
            .map(
                licence ->
                    Stream.of("id", "expression", "name")
                        .map(key -> licence.getString(key, ""))
                        .filter(text -> !text.isBlank())
                        .findFirst()
                        .orElse(""))
            .toList();
  }

  private static void collect(String place, InputStream archive, Map<String, String> texts)
      throws IOException {
    ZipInputStream entries = new ZipInputStream(archive);
    for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
      String name = entry.getName();
      if (name.startsWith("WEB-INF/lib/") && name.endsWith(".jar")) {
        String jar = name.substring("WEB-INF/lib/".length());
        collect(jar + " ", new ByteArrayInputStream(entries.readAllBytes()), texts);
      } else if (TEXT.matcher(name).matches()) {
        texts.put(place + name, new String(entries.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
  }
}
