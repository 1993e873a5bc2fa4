package com.ransomleak.provisioning.scim;

import java.util.Locale;
import java.util.regex.Pattern;

/** An enum constant that the RFCs write in camel case: {@code READ_ONLY} is {@code readOnly}. */
public interface Keyword {
  Pattern NEXT_WORD = Pattern.compile("_(.)");

  String name();

  /** The spelling of the RFC (D-15). */
  default String keyword() {
    return NEXT_WORD
        .matcher(name().toLowerCase(Locale.ROOT))
        .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
  }
}
