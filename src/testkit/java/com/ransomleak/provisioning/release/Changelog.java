package com.ransomleak.provisioning.release;

import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sections of {@code src/docs/changelog.md}, whose titles are {@code ## 1.0.0 (2026-11-29)}.
 */
public final class Changelog {
  private static final Path FILE = ProjectFiles.file("src", "docs", "changelog.md");

  private Changelog() {}

  /**
   * What changed in a release.
   *
   * @throws IllegalStateException if the release has no section with a date and text
   */
  public static Notes notes(String version) throws IOException {
    Matcher section =
        Pattern.compile(
                "(?sm)^## "
                    + Pattern.quote(version)
                    + " \\((\\d{4}-\\d\\d-\\d\\d)\\)\\n+(.+?)\\s*(?=^## |\\z)")
            .matcher(Files.readString(FILE));
    if (!section.find()) {
      throw new IllegalStateException(
          "src/docs/changelog.md has no section \"## %s (<date>)\" with text.".formatted(version));
    }
    return new Notes(section.group(1), section.group(2) + "\n");
  }

  /** The date and the text of one section. */
  public record Notes(String date, String text) {}
}
