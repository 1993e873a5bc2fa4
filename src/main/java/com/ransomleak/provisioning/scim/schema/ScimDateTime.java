package com.ransomleak.provisioning.scim.schema;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dateTime of RFC 7643 section 2.3.5 and XML Schema: a date that exists, a time with seconds,
 * and an optional offset (S-24).
 */
public final class ScimDateTime {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9}|))(?:(?<=\\.\\d{9})\\d*)?(Z|[+-]\\d\\d:\\d\\d)?");
  private static final DateTimeFormatter KEY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private ScimDateTime() {}

  /**
   * The instant; without an offset in UTC. Empty when the text is not a date and time, or outside
   * the years 0 to 9999.
   */
  public static Optional<Instant> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      ZoneOffset offset = form.group(2) == null ? ZoneOffset.UTC : ZoneOffset.of(form.group(2));
      Instant instant =
          LocalDateTime.parse(form.group(1), DateTimeFormatter.ISO_LOCAL_DATE_TIME)
              .toInstant(offset);
      int year = instant.atOffset(ZoneOffset.UTC).getYear();
      return year < 0 || year > 9999 ? Optional.empty() : Optional.of(instant);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** UTC with exactly six decimals, so that the order of the texts is the order of the instants. */
  public static String key(Instant instant) {
    return KEY.format(instant);
  }
}
