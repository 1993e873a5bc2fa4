package com.ransomleak.provisioning.scim.schema;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words by which people search. Case and accents do not distinguish words, so that {@code zoe}
 * finds {@code Zoë} and {@code muller} finds {@code Müller}.
 */
public final class SearchText {
  private static final Pattern ACCENTS = Pattern.compile("\\p{InCombiningDiacriticalMarks}+");

  /**
   * Letters that Unicode does not decompose. Stored search texts have them folded, so another
   * letter needs a migration, also for what nodes of the previous release write meanwhile.
   */
  public static final Map<String, String> LETTERS =
      new TreeMap<>(
          Map.of(
              "ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th",
              "ı", "i"));

  private static final Pattern LETTER = Pattern.compile("[ßæœøłđðþı]");

  private SearchText() {}

  /** {@code " Zoë Müller-Łoś"} becomes {@code "zoe muller-los"}. */
  public static String fold(String text) {
    String key = NameFold.key(text);
    if (key.chars().allMatch(c -> c < 0x80)) {
      return key;
    }
    String plain = ACCENTS.matcher(Normalizer.normalize(key, Normalizer.Form.NFKD)).replaceAll("");
    return LETTER.matcher(plain).replaceAll(letter -> LETTERS.get(letter.group()));
  }

  /** What a search of words looks into: all words of the values, each once; null is left out. */
  public static String of(Collection<String> values) {
    return values.stream()
        .filter(Objects::nonNull)
        .flatMap(value -> Arrays.stream(fold(value).split(" ")))
        .distinct()
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
