package com.ransomleak.provisioning.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The first administrator of a tenant. Identity providers expect a complete name of each user, so a
 * name that is not configured is derived from the userName:
 *
 * <pre>{@code
 * ada.lovelace@example.com   Ada Lovelace
 * admin@example.com          Admin Administrator
 * }</pre>
 */
public record AdministratorOptions(String userName, String givenName, String familyName) {
  static AdministratorOptions of(
      String userName, Optional<String> givenName, Optional<String> familyName) {
    List<String> words =
        Arrays.stream(userName.replaceFirst("(?<=.)@.*", "").split("[^\\p{L}\\p{N}']+", -1))
            .filter(word -> !word.isEmpty())
            .map(AdministratorOptions::capitalised)
            .toList();
    String derived =
        words.size() < 2 ? "Administrator" : String.join(" ", words.subList(1, words.size()));
    return new AdministratorOptions(
        userName,
        givenName.orElse(words.isEmpty() ? userName : words.get(0)),
        familyName.orElse(derived));
  }

  private static String capitalised(String word) {
    int first = word.offsetByCodePoints(0, 1);
    return word.substring(0, first).toUpperCase(Locale.ROOT) + word.substring(first);
  }
}
