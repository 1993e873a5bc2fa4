package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Consequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the activity records, and the texts for it. */
class ActionTextsTest {
  private static final Pattern WORD = Pattern.compile("'((?!provisioning)[a-zA-Z]+\\.[a-z_]+)'");
  private static final Pattern CONSEQUENCE = Pattern.compile("'([A-Z]+_[A-Z_]+)'");

  @Test
  void actionsHaveTexts() {
    Set<String> words = new TreeSet<>(words());
    // Texts of the same actions with or without a name.
    words.addAll(Set.of("rejectedFor", "session.rejectedUnknown"));
    assertEquals(words, keys("action."));
  }

  @Test
  void consequencesHaveTexts() {
    assertEquals(names(Stream.of(Consequence.values())), keys("consequence."));
  }

  @Test
  void wordsAreUnique() {
    assertEquals(Action.values().length, words().size());
  }

  /** Some functions of the database write activity themselves. */
  @ParameterizedTest
  @ValueSource(strings = {"R__02_tokens.sql", "R__08_console.sql"})
  void functionsWriteKnownActions(String file) throws IOException {
    Set<String> written =
        WORD.matcher(Files.readString(Path.of("db/migration", file)))
            .results()
            .map((MatchResult found) -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(!written.isEmpty() && words().containsAll(written), written::toString);
  }

  @Test
  void functionsWriteKnownConsequences() throws IOException {
    Set<String> written = new TreeSet<>();
    CONSEQUENCE
        .matcher(Files.readString(Path.of("db/migration/R__02_tokens.sql")))
        .results()
        .forEach(found -> written.add(found.group(1)));
    assertEquals(4, written.size(), written::toString);
    assertTrue(names(Stream.of(Consequence.values())).containsAll(written), written::toString);
  }

  private static Set<String> names(Stream<? extends Enum<?>> constants) {
    return constants.map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> keys(String start) {
    return ResourceBundle.getBundle("com.ransomleak.provisioning.console.messages", Locale.ENGLISH)
        .keySet()
        .stream()
        .filter(key -> key.startsWith(start))
        .map(key -> key.substring(start.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> words() {
    return Arrays.stream(Action.values()).map(Action::word).collect(Collectors.toSet());
  }
}
