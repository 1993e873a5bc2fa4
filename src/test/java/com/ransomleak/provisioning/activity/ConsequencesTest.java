package com.ransomleak.provisioning.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsequencesTest {
  private final Consequences consequences = new Consequences();

  @Test
  void areKeysWithArguments() {
    consequences
        .add(Consequence.TEAM_CREATED, "\"R&D\" {0} it's")
        .addCount(Consequence.MEMBERS_ADDED, 2)
        .addCount(Consequence.MEMBERS_REMOVED, 0);
    assertEquals(
        "[{\"TEAM_CREATED\":[\"\\\"R&D\\\" {0} it's\"]},{\"MEMBERS_ADDED\":[2]}]",
        consequences.json());
    assertNull(new Consequences().json());
  }

  @Test
  void areBounded() {
    for (int i = 0; i < 60; i++) {
      consequences.add(Consequence.TEAM_CREATED, "x".repeat(1000));
    }
    String json = consequences.json();
    assertTrue(json.length() < 50 * 300, json);
    assertTrue(json.endsWith(",{\"MORE\":[10]}]"), json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"MEMBERS_ADDED": [1]}                   | 1 member added.
          {"MEMBERS_ADDED": [2]}                   | 2 members added.
          {"TEAM_CREATED": ["\\"R&D\\" {0} it's"]} | Team ""R&D" {0} it's" created.
          {"REPORTS_LINKED": [5000]}               | 5,000 people whose manager reference was pending report to this manager now.
          {"REPORTS_LINKED": [1]}                  | 1 person whose manager reference was pending reports to this manager now.
          {"REMOVED_NOTHING": ["members"]}         | There was nothing to remove: members.
          {"ALL_MEMBERS_REMOVED": [""]}            | All members were removed, because the request named none of them.
          {"TOKEN_ENDS_WITH": ["1234"]}            | The token ends in 1234.
          {"PREVIOUS_TOKEN_REVOKED": []}           | The previous token no longer works.
          {"OF_ANOTHER_VERSION": [3]}              | OF_ANOTHER_VERSION
          """)
  void haveTexts(String recorded, String text) {
    assertEquals(List.of(text), Consequences.texts(List.of(recorded)));
  }
}
