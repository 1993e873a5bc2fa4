package com.ransomleak.provisioning.release;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The licence of each library in the WAR, and the licence texts and notices that they contain. */
final class ThirdPartyLicences {
  private static final Pattern TEXT =
      Pattern.compile("((META-INF|WEB-INF/icons)/)?(LICEN[CS]E|NOTICE)(\\.(txt|md))?");

  private ThirdPartyLicences() {}

  /**
   * @throws IllegalStateException if the bill of materials has a library without a licence
   */
  static String of(Path billOfMaterials, Path war) throws IOException {
    StringBuilder report = new StringBuilder("The WAR contains these libraries:\n\n");
    try (JsonReader reader = Json.createReader(Files.newBufferedReader(billOfMaterials))) {
      for (JsonValue component : reader.readObject().getJsonArray("components")) {
        report.append(line(component.asJsonObject())).append('\n');
      }
    }
    report.append("\nThey contain these licences and notices:\n");
    Map<String, String> texts = new TreeMap<>();
    try (InputStream archive = Files.newInputStream(war)) {
      collect("", archive, texts);
    }
    texts.forEach(
        (place, text) ->
            report.append("\n\n==== ").append(place).append(" ====\n\n").append(text.strip()));
    return report.append('\n').toString();
  }

  private static String line(JsonObject component) {
    String name = component.getString("name") + " " + component.getString("version");
    if (!component.containsKey("licenses")) {
      throw new IllegalStateException("The licence of " + name + " is not known.");
    }
    return component.getJsonArray("licenses").stream()
        .map(JsonValue::asJsonObject)
        .map(choice -> choice.containsKey("license") ? choice.getJsonObject("license") : choice)
        .map(licence -> licence.getString("id", licence.getString("name", null)))
        .collect(Collectors.joining(", ", "- " + name + ": ", ""));
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
