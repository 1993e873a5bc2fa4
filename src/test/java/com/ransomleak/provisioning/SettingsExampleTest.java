package com.ransomleak.provisioning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Ops learn of every setting: what the settings classes read and what the example lists are the
 * same keys.
 */
class SettingsExampleTest {
  private static final Pattern IN_CODE = Pattern.compile("\"(provisioning\\.[a-z-]+)\"");
  private static final Pattern OF_A_TENANT =
      Pattern.compile("(?:setting|ownSetting|duration|number|bytes)\\(subdomain, \"([a-z-]+)\"");
  private static final Pattern IN_EXAMPLE =
      Pattern.compile("(?m)^#?((?:provisioning|tenant)\\.[a-z.-]+)=");

  @Test
  void theExampleListsEveryKeyTheCodeReads() throws IOException {
    String code = sources();
    Set<String> read = matches(IN_CODE, code, "");
    read.addAll(matches(OF_A_TENANT, code, "tenant.acme."));
    String example =
        Files.readString(Path.of("server-config/microprofile-config.properties.example"));
    assertEquals(read, matches(IN_EXAMPLE, example, ""));
  }

  private static Set<String> matches(Pattern pattern, String text, String prefix) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(prefix + matcher.group(1));
    }
    return found;
  }

  private static String sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith("Settings.java"))
          .map(
              file -> {
                try {
                  return Files.readString(file);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              })
          .collect(Collectors.joining());
    }
  }
}
