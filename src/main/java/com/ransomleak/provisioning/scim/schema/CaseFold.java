package com.ransomleak.provisioning.scim.schema;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The key under which two strings of a case-insensitive attribute are the same: NFC and lower case,
 * without regard to the machine's locale, as RFC 8265 section 3.3 prepares user names (matrix U-02,
 * L-04). Java and PostgreSQL both compare these keys, by code point, so they cannot disagree.
 *
 * <p>It is not full case folding: {@code ß} is not {@code ss} and {@code ı} is not {@code i}, so
 * that nobody's login is taken for a look-alike.
 */
public final class CaseFold {
  private CaseFold() {}

  public static String key(String value) {
    return Normalizer.normalize(
        Normalizer.normalize(value, Normalizer.Form.NFC).toLowerCase(Locale.ROOT),
        Normalizer.Form.NFC);
  }
}
