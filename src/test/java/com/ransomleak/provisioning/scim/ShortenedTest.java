package com.ransomleak.provisioning.scim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.ransomleak.provisioning.activity.ActivityNotes;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ShortenedTest {
  private static final String LONGEST = "a".repeat(255) + "😀";

  @Test
  @DisplayName("A text is cut between characters, and a character beyond U+FFFF is one")
  void wholeCharacters() {
    assertNull(Shortened.to(1, null));
    assertEquals("", Shortened.to(0, "a"));
    assertEquals("ab", Shortened.to(2, "abc"));
    assertEquals("😀", Shortened.to(1, "😀😀"));
    assertEquals(LONGEST, Shortened.to(256, LONGEST));
    assertEquals(LONGEST, Shortened.to(256, LONGEST + "b"));
  }

  @Test
  @DisplayName("An error detail shows where a text was cut, and ? for control characters")
  void excerpts() {
    assertEquals("ab", Shortened.excerpt(2, "ab"));
    assertEquals("a😀…", Shortened.excerpt(2, "a😀b"));
    assertEquals("a?…", Shortened.excerpt(2, "a\nb"));
    assertEquals("?", Shortened.excerpt(1, "\ud83d"));
  }

  @Test
  @DisplayName("What the activity keeps of a request has no half characters")
  void noHalfCharactersInTheActivity() {
    ActivityNotes notes = new ActivityNotes(new Warnings());
    notes.warnings().add(WarningType.UNKNOWN_MEMBER_SKIPPED, LONGEST + "b");
    assertEquals(
        Map.of(WarningType.UNKNOWN_MEMBER_SKIPPED, Set.of(LONGEST)), notes.warnings().used());
  }
}
