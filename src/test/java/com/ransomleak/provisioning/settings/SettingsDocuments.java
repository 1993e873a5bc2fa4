package com.ransomleak.provisioning.settings;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Generates the example file and the reference page from the records of settings. */
final class SettingsDocuments {
  static final Path EXAMPLE = Path.of("server-config/microprofile-config.properties.example");
  static final Path REFERENCE = Path.of("src/docs/settings.md");

  private static final Path SOURCES = Path.of("src/main/java/com/ransomleak/provisioning/settings");
  private static final int WIDTH = 118;
  private static final String TENANTS =
      "Each setting of a tenant can be set for one tenant (tenant.acme.*), or for all tenants that"
          + " do not set it themselves (tenant.default.*).";

  private static final String EXAMPLE_HEAD =
      "Every setting with its default. Any source of MicroProfile Config can contain settings:"
          + " system properties, environment variables (PROVISIONING_BASE_DOMAIN), or what the"
          + " server offers. They are read once, when the server starts. An invalid value stops the"
          + " deployment, and the log names the setting. The log warns about unknown names."
          + " Durations are ISO-8601. This file is generated, see src/docs/settings.md.";
  private static final String REFERENCE_HEAD =
      """
      # Settings

      Any source of MicroProfile Config can contain settings: system properties, environment variables, or what the server offers. The environment
      variable of `provisioning.base-domain` is `PROVISIONING_BASE_DOMAIN`. Settings are read once, when the server starts. An invalid value stops
      the deployment, and the log names the setting. The log warns about unknown names. Durations are ISO-8601.

      This page and `server-config/microprofile-config.properties.example` are generated from the records `settings.DeploymentSettings` and
      `settings.TenantOptions`: `mvn test -Dtest=SettingsExampleTest -DwriteSettings=true`.
      """;

  private SettingsDocuments() {}

  static String example() throws IOException {
    return comment(EXAMPLE_HEAD)
        + examples("provisioning.", DeploymentSettings.class)
        + "\n"
        + comment(TENANTS)
        + examples("tenant.acme.", TenantOptions.class);
  }

  static String reference() throws IOException {
    return REFERENCE_HEAD
        + "\n## Deployment\n"
        + sections("provisioning.", DeploymentSettings.class)
        + "\n## Tenants\n\n"
        + TENANTS.replaceAll("tenant\\.[a-z]+\\.\\*", "`$0`")
        + "\n"
        + sections("tenant.acme.", TenantOptions.class);
  }

  private static String examples(String prefix, Class<? extends Record> type) throws IOException {
    Map<String, String> descriptions = descriptions(type);
    StringBuilder text = new StringBuilder();
    for (RecordComponent component : type.getRecordComponents()) {
      Setting setting = component.getAnnotation(Setting.class);
      text.append('\n')
          .append(comment(descriptions.get(component.getName()) + " " + facts(component)))
          .append(setting.isRequired() ? "" : "#")
          .append(prefix)
          .append(SettingsReader.name(component))
          .append('=')
          .append(setting.example().isEmpty() ? setting.value() : setting.example())
          .append('\n');
    }
    return text.toString();
  }

  private static String sections(String prefix, Class<? extends Record> type) throws IOException {
    Map<String, String> descriptions = descriptions(type);
    StringBuilder text = new StringBuilder();
    for (RecordComponent component : type.getRecordComponents()) {
      Setting setting = component.getAnnotation(Setting.class);
      text.append("\n### `").append(prefix).append(SettingsReader.name(component)).append("`\n\n");
      text.append(descriptions.get(component.getName())).append("\n\n");
      text.append(facts(component));
      if (!setting.example().isEmpty()) {
        text.append(" Example: `").append(setting.example()).append("`");
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** Type, bounds and default: {@code A duration from PT1H to P400D. Default: P90D.} */
  private static String facts(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    Class<?> type = SettingsReader.type(component);
    String kind =
        type == Duration.class
            ? "A duration" + SettingsReader.bounds(setting) + "."
            : type == boolean.class
                ? "Either true or false."
                : type.isPrimitive() || type == Integer.class
                    ? "A whole number" + SettingsReader.bounds(setting) + "."
                    : "";
    String defaultValue =
        setting.isRequired()
            ? "Required."
            : setting.value().isEmpty() ? "No default." : "Default: " + setting.value() + ".";
    String choice =
        setting.isChosenByTenant()
            ? " Administrators of a tenant can choose it in the console, unless it is set for the"
                + " tenant itself."
            : "";
    return (kind + " " + defaultValue + choice).strip();
  }

  /** The {@code @param} tags of the record. */
  private static Map<String, String> descriptions(Class<?> type) throws IOException {
    String source = Files.readString(SOURCES.resolve(type.getSimpleName() + ".java"));
    String comment = source.substring(source.indexOf("/**"), source.indexOf("*/"));
    String text = comment.replaceAll("\\s*\\n \\* *", " ");
    Map<String, String> descriptions = new HashMap<>();
    for (String param : text.split(" @param ", -1)) {
      String[] nameAndText = param.strip().split(" ", 2);
      descriptions.put(nameAndText[0], nameAndText[1]);
    }
    return descriptions;
  }

  private static String comment(String text) {
    StringBuilder lines = new StringBuilder("#");
    int column = 1;
    for (String word : text.split(" ", -1)) {
      if (column + 1 + word.length() > WIDTH) {
        lines.append("\n#");
        column = 1;
      }
      lines.append(' ').append(word);
      column += 1 + word.length();
    }
    return lines.append('\n').toString();
  }
}
