package com.ransomleak.provisioning.settings;

import com.ransomleak.provisioning.scim.schema.NameFold;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads and writes {@code R&D=Research & Development;Eng=Engineering}. */
public final class TeamAliases {
  private static final int MAX_TEAM_NAME_LENGTH = 256;

  private TeamAliases() {}

  /**
   * Maps the folded alias to a name of the team, which can be an alias: a merged team keeps its own
   * aliases.
   *
   * @throws IllegalArgumentException when a pair is invalid or an alias leads back to itself
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
    for (String alias : aliases.keySet()) {
      require(
          path(aliases, alias).stream().map(NameFold::key).noneMatch(alias::equals),
          alias,
          "is an alias that leads back to itself; one of these aliases must name a team.");
    }
    return Collections.unmodifiableMap(aliases);
  }

  /**
   * The name of the team that an alias means, at the end of its path; null if it is not an alias.
   *
   * @param alias folded
   */
  public static String team(Map<String, String> aliases, String alias) {
    return path(aliases, alias).stream().reduce((name, next) -> next).orElse(null);
  }

  /**
   * The names with every alias that leads over one of them; folded.
   *
   * @param names folded
   */
  public static List<String> leadingOver(Map<String, String> aliases, Collection<String> names) {
    Set<String> all = new LinkedHashSet<>(names);
    aliases.keySet().stream()
        .filter(alias -> path(aliases, alias).stream().map(NameFold::key).anyMatch(names::contains))
        .forEach(all::add);
    return List.copyOf(all);
  }

  /**
   * The names that an alias leads to: other aliases, then the team. It ends before a repetition.
   */
  private static List<String> path(Map<String, String> aliases, String alias) {
    List<String> path = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    String name = aliases.get(alias);
    while (name != null && keys.add(NameFold.key(name))) {
      path.add(name);
      name = aliases.get(NameFold.key(name));
    }
    return path;
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
