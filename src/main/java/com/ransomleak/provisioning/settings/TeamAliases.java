package com.ransomleak.provisioning.settings;

import com.ransomleak.provisioning.scim.schema.NameFold;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads and writes {@code R&D=Research & Development;Eng=Engineering}. */
public final class TeamAliases {
  private static final int MAX_TEAM_NAME_LENGTH = 256;

  private TeamAliases() {}

  /**
   * Maps the folded alias to the name of the team.
   *
   * @throws IllegalArgumentException when a pair is invalid or an alias is also a team
   */
  static Map<String, String> parse(String text) {
    Map<String, String> aliases = new LinkedHashMap<>();
    for (String pair : text.split(";", -1)) {
      if (!pair.isBlank()) {
        String[] sides = pair.split("=", -1);
        require(
            sides.length == 2 && isName(sides[0]) && isName(sides[1]),
            pair,
            "is not of the form alias=team, each of 1 to 256 characters.");
        String previous = aliases.put(NameFold.key(sides[0]), NameFold.spaces(sides[1]));
        require(previous == null, sides[0], "is listed twice.");
      }
    }
    for (String team : aliases.values()) {
      require(
          !aliases.containsKey(NameFold.key(team)),
          team,
          "is an alias and a team; an alias must name the team itself.");
    }
    return Collections.unmodifiableMap(aliases);
  }

  /** Writes aliases as {@link #parse} reads them. */
  public static String text(Map<String, String> aliases) {
    return aliases.entrySet().stream()
        .map(alias -> alias.getKey() + "=" + alias.getValue())
        .collect(Collectors.joining(";"));
  }

  private static boolean isName(String side) {
    String name = NameFold.key(side);
    return !name.isEmpty() && name.codePointCount(0, name.length()) <= MAX_TEAM_NAME_LENGTH;
  }

  private static void require(boolean valid, String text, String reason) {
    if (!valid) {
      throw new IllegalArgumentException("\"" + text.strip() + "\" " + reason);
    }
  }
}
