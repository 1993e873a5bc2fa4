package com.ransomleak.provisioning.tenant;

import com.ransomleak.provisioning.scim.schema.NameFold;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Departments that mean the team of another name, as a tenant's setting lists them:
 *
 * <pre>{@code R&D=Research & Development;Eng=Engineering}</pre>
 */
final class TeamAliases {
  /** No team has a longer name. */
  private static final int LONGEST = 256;

  private TeamAliases() {}

  /**
   * The folded alias, and the team's name as it is shown when an alias makes the team.
   *
   * @param key what a refusal names
   */
  static Map<String, String> parse(String key, String text) {
    Map<String, String> aliases = new LinkedHashMap<>();
    for (String pair : text.split(";", -1)) {
      if (!pair.isBlank()) {
        String[] sides = pair.split("=", -1);
        if (sides.length != 2 || !isName(sides[0]) || !isName(sides[1])) {
          throw refusal(key, pair, "is not of the form alias=team, each of 1 to 256 characters.");
        }
        if (aliases.put(NameFold.key(sides[0]), NameFold.spaces(sides[1])) != null) {
          throw refusal(key, sides[0], "is listed twice.");
        }
      }
    }
    for (String team : aliases.values()) {
      if (aliases.containsKey(NameFold.key(team))) {
        throw refusal(key, team, "is an alias and a team; an alias must name the team itself.");
      }
    }
    return Collections.unmodifiableMap(aliases);
  }

  private static boolean isName(String side) {
    String name = NameFold.key(side);
    return !name.isEmpty() && name.codePointCount(0, name.length()) <= LONGEST;
  }

  private static IllegalStateException refusal(String key, String what, String why) {
    return new IllegalStateException(key + ": \"" + what.strip() + "\" " + why);
  }
}
