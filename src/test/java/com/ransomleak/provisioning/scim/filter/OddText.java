package com.ransomleak.provisioning.scim.filter;

import java.util.List;
import java.util.stream.Stream;

/** Strings that programs are known to get wrong. */
public final class OddText {
  /** What can be stored. */
  public static final List<String> STORABLE =
      List.of(
          "a",
          "A",
          "Bob",
          "bOB",
          "é",
          "e\u0301",
          "É",
          "İstanbul",
          "ıstanbul",
          "istanbul",
          "i\u0307",
          "Straße",
          "STRASSE",
          "ς",
          "Σ",
          "σ",
          "%",
          "_",
          "\\",
          "a%b",
          "a_b",
          "a\\b",
          "x' or 1=1--",
          "\"quoted\"",
          "?",
          " a ",
          "\uD83D\uDE00",
          "a\uD83D\uDE00",
          "\uD835\uDD04\uFF21",
          "\uFF21",
          "\uE000",
          "\uFB01",
          "\u0301",
          "\u200D",
          "\u0001",
          "\u007F",
          "work",
          "WORK",
          "home",
          "true",
          "null");

  /** What a filter can say beyond that: nothing, NUL, halves of characters. */
  private static final List<String> UNSTORABLE =
      List.of("", "\0", "a\0", "a\0b", "\uD83D", "\uDE00", "\uDE00\uD83D", "a\uD800b", "Bob\uDFFF");

  public static final List<String> ALL =
      Stream.of(STORABLE, UNSTORABLE).flatMap(List::stream).toList();

  private OddText() {}
}
