package com.ransomleak.provisioning.scim.schema;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words by which people search. Case and accents do not distinguish words, so that {@code zoe}
 * finds {@code Zoë} and {@code muller} finds {@code Müller}.
 */
public final class SearchText {
  private static final Pattern ACCENTS = Pattern.compile("\\p{InCombiningDiacriticalMarks}+");

  /**
   * Letters that Unicode does not decompose. A letter that is added here needs a migration as
   * {@code V4__search_text_of_more_letters.sql}.
   */
  public static final Map<String, String> LETTERS =
      Stream.of(
              "ßss æae œoe øo łl đd ðd þth ıi", // of version 1
              "ħh ŧt ŋn əa ɓb ɗd ɖd ƙk ƴy ɛe ɔo")
          .flatMap(letters -> Stream.of(letters.split(" ")))
          .collect(toUnmodifiableMap(pair -> pair.substring(0, 1), pair -> pair.substring(1)));

  private static final Pattern LETTER =
      Pattern.compile("[" + String.join("", LETTERS.keySet()) + "]");

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
