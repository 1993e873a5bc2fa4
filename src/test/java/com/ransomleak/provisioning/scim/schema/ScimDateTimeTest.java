package com.ransomleak.provisioning.scim.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S-04: a dateTime is that of XML Schema. */
class ScimDateTimeTest {
  @ParameterizedTest
  @DisplayName("S-04, S-24: a date and time with any offset is an instant")
  @CsvSource({
    "2016-03-01T12:22:33Z,2016-03-01T12:22:33Z",
    "2016-03-01T12:22:33.5Z,2016-03-01T12:22:33.500Z",
    "2016-03-01T12:22:33.1234567891234Z,2016-03-01T12:22:33.123456789Z",
    "2016-03-01T12:22:33+02:00,2016-03-01T10:22:33Z",
    "2016-03-01T12:22:33,2016-03-01T12:22:33Z",
    "2016-02-29T23:59:59-05:30,2016-03-01T05:29:59Z"
  })
  void datesAndTimesAreInstants(String text, String instant) {
    assertEquals(Optional.of(Instant.parse(instant)), ScimDateTime.parse(text));
  }

  @ParameterizedTest
  @DisplayName("S-04: what is not a dateTime of XML Schema, or a day that does not exist, is none")
  @ValueSource(
      strings = {
        "2016-03-01T12:22",
        "2016-02-30T12:22:33Z",
        "2015-02-29T12:22:33Z",
        "2016-13-01T12:22:33Z",
        "2016-03-01T25:22:33Z",
        "2016-03-01T12:60:33Z",
        "2016-03-01T12:22:33.Z",
        "2016-03-01T12:22:333Z",
        "2016-03-01T12:22:33+2:00",
        "2016-03-01T12:22:33+0200",
        "2016-03-01T12:22:33+02:00:30",
        "2016-03-01T12:22:33+19:00",
        "2016-03-01t12:22:33z",
        "2016-03-01 12:22:33Z",
        "2016-03-01",
        "12:22:33",
        ""
      })
  void everythingElseIsNone(String text) {
    assertEquals(Optional.empty(), ScimDateTime.parse(text));
  }
}
