package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each action that the timeline and the changes select has a text, and each text an action. */
class TimelineTextsTest {
  private static final Pattern ACTIONS = Pattern.compile("action in \\(([^)]+)\\)");
  private static final Set<String> ASSIGNMENTS =
      Set.of(
          "manager",
          "manager.deleted",
          "team",
          "team.deleted",
          "role.gained",
          "role.lost",
          "role.deleted",
          "none");

  @Test
  void textsAreThoseOfTheSelectedActions() {
    Set<String> expected = new TreeSet<>(ASSIGNMENTS);
    for (Report<?> report : List.of(TimelineEntry.REPORT, Change.REPORT)) {
      Matcher selected = ACTIONS.matcher(report.from());
      selected.find();
      for (String action : selected.group(1).split(",", -1)) {
        expected.add(action.strip().replace("'", ""));
      }
    }
    Set<String> keys = new TreeSet<>();
    ResourceBundle.getBundle("com.ransomleak.provisioning.console.messages", Locale.ENGLISH)
        .keySet()
        .stream()
        .filter(key -> key.startsWith("timeline."))
        .forEach(key -> keys.add(key.substring("timeline.".length())));
    assertEquals(expected, keys);
  }
}
