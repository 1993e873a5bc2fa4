package com.ransomleak.provisioning.scim.schema;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The comparison key of strings of case-insensitive attributes: NFC and lower case, independent of
 * the locale, as RFC 8265 section 3.3 prepares user names (U-02, L-04). Java and PostgreSQL compare
 * these keys by code point, so they agree.
 *
 * <p>This is not full case folding: {@code ß} differs from {@code ss} and {@code ı} from {@code i},
 * so that similar logins stay different.
 */
public final class CaseFold {
  private CaseFold() {}

  public static String key(String value) {
    return Normalizer.normalize(
        Normalizer.normalize(value, Normalizer.Form.NFC).toLowerCase(Locale.ROOT),
        Normalizer.Form.NFC);
  }
}
