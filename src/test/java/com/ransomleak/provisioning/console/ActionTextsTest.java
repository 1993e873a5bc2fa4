package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.activity.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The actions of the activity and their texts. */
class ActionTextsTest {
  private static final Pattern WORD = Pattern.compile("'((?!provisioning)[a-zA-Z]+\\.[a-z_]+)'");

  @ParameterizedTest
  @EnumSource
  void hasAText(Action action) {
    assertTrue(Messages.has("action." + action.word()), action.word());
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

  private static Set<String> words() {
    return Arrays.stream(Action.values()).map(Action::word).collect(Collectors.toSet());
  }
}
