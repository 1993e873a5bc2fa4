package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.scim.WarningType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The keys of the message bundle, and the Java files and pages that use them. */
class MessagesTest {
  private static final Set<String> KEYS =
      ResourceBundle.getBundle("com.ransomleak.provisioning.console.messages", Locale.ENGLISH)
          .keySet();

  /**
   * {@code text['nav.skip']} and {@code Messages.text("nav.skip"}, but not {@code "nav." + name}.
   */
  private static final Pattern USE =
      Pattern.compile(
          "(?:text\\['|(?:Messages|Texts)\\.(?:text|info|error)\\(\\s*\")([\\w.-]*\\w)['\"][\\],)]");

  private static final Pattern QUOTED = Pattern.compile("['\"]([\\w.-]+)['\"]");

  @Test
  void everyUsedKeyHasAText() throws IOException {
    Set<String> used = found(USE);
    used.removeAll(KEYS);
    assertEquals(Set.of(), used);
  }

  /** Code and pages quote a whole key, or two parts of it, or its start and append a name to it. */
  @Test
  void everyTextIsUsed() throws IOException {
    Set<String> quoted = found(QUOTED);
    Set<String> unused = new TreeSet<>(KEYS);
    unused.removeIf(key -> isQuoted(quoted, key) || isQuotedInParts(quoted, key));
    assertEquals(Set.of(), unused);
  }

  /** Each warning has a text, except those that are recorded as consequences. */
  @Test
  void warningsHaveTexts() {
    Set<String> warnings =
        Stream.of(WarningType.values())
            .filter(warning -> !warning.isNote())
            .map(warning -> "tolerance." + warning)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> texts = new TreeSet<>(KEYS);
    texts.removeIf(key -> !key.startsWith("tolerance."));
    assertEquals(warnings, texts);
  }

  private static boolean isQuoted(Set<String> quoted, String key) {
    return quoted.contains(key)
        || quoted.stream().anyMatch(start -> start.matches(".+\\.") && key.startsWith(start));
  }

  private static boolean isQuotedInParts(Set<String> quoted, String key) {
    return IntStream.range(1, key.length())
        .filter(end -> key.charAt(end) == '.')
        .anyMatch(
            end -> quoted.contains(key.substring(0, end)) && isQuoted(quoted, key.substring(end)));
  }

  private static Set<String> found(Pattern pattern) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
      for (Path file :
          files.filter(path -> path.toString().matches(".*\\.(java|xhtml)")).toList()) {
        pattern
            .matcher(Files.readString(file))
            .results()
            .forEach(match -> found.add(match.group(1)));
      }
    }
    return found;
  }
}
