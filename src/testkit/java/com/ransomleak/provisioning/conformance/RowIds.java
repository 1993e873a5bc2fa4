package com.ransomleak.provisioning.conformance;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ids of rows of the matrix in a name. */
final class RowIds {
  private static final Pattern ID =
      Pattern.compile("(?<![A-Za-z])([A-Z]{1,2})-([0-9]{2})(?![0-9])");
  private static final Pattern RANGE =
      Pattern.compile("([A-Z]{1,2})-([0-9]{2}) to \\1-([0-9]{2})(?![0-9])");

  private RowIds() {}

  static Set<String> in(String name) {
    Set<String> ids = new TreeSet<>();
    collect(ID, name, ids);
    Matcher range = RANGE.matcher(name);
    while (range.find()) {
      for (int i = Integer.parseInt(range.group(2)); i <= Integer.parseInt(range.group(3)); i++) {
        ids.add("%s-%02d".formatted(range.group(1), i));
      }
    }
    return ids;
  }

  private static void collect(Pattern pattern, String name, Set<String> ids) {
    Matcher matcher = pattern.matcher(name);
    while (matcher.find()) {
      ids.add(matcher.group(1) + "-" + matcher.group(2));
    }
  }
}
