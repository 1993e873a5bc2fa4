package com.ransomleak.provisioning.scim.schema;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** The dateTime of RFC 7643 section 2.3.5: a date and a time, with any offset (S-24). */
public final class ScimDateTime {
  private static final DateTimeFormatter READER =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffsetId()
          .toFormatter(Locale.ROOT);
  private static final DateTimeFormatter KEY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private ScimDateTime() {}

  /**
   * The instant meant by the text; without an offset it is UTC. Empty when it is no date and time,
   * or outside the years 0 to 9999.
   */
  public static Optional<Instant> parse(String text) {
    try {
      TemporalAccessor parsed = READER.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
      Instant instant =
          parsed instanceof OffsetDateTime offset
              ? offset.toInstant()
              : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
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
