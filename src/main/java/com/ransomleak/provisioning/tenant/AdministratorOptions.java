package com.ransomleak.provisioning.tenant;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The first administrator of a tenant, as configured. Identity providers expect a complete name of
 * everybody, so a name that is not configured is derived from the userName:
 *
 * <pre>{@code
 * ada.lovelace@example.com   Ada Lovelace
 * admin@example.com          Admin Administrator
 * }</pre>
 */
public record AdministratorOptions(String userName, String givenName, String familyName) {
  private static final String FAMILY_NAME = "Administrator";

  /**
   * With names derived from the userName where they are null.
   *
   * @param givenName as configured, or null
   * @param familyName as configured, or null
   */
  static AdministratorOptions of(String userName, String givenName, String familyName) {
    List<String> words =
        Arrays.stream(userName.replaceFirst("(?<=.)@.*", "").split("[^\\p{L}\\p{N}']+", -1))
            .filter(word -> !word.isEmpty())
            .map(AdministratorOptions::capitalised)
            .toList();
    int last = words.size() - 1;
    String given = last < 0 ? userName : words.get(0);
    String family =
        last < 1
            ? FAMILY_NAME
            : words.subList(1, last + 1).stream().collect(Collectors.joining(" "));
    return new AdministratorOptions(
        userName, givenName == null ? given : givenName, familyName == null ? family : familyName);
  }

  private static String capitalised(String word) {
    int first = word.offsetByCodePoints(0, 1);
    return word.substring(0, first).toUpperCase(Locale.ROOT) + word.substring(first);
  }
}
