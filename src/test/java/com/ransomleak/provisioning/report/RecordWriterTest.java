package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV without formulas, and JSON, from the same record. */
class RecordWriterTest {
  private record Row(Object value) {}

  private static List<String> csv(Object value) {
    return RecordWriter.csv(new Row(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\tplain",
        " =1",
        "  @x",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "\u00a0=1",
        "\u3000=1",
        "\ufeff=1",
        "\u200b=1",
        "=HYPERLINK(\"http://x\",\"y\")",
        "\"=1\""
      })
  @DisplayName("L-08: a formula is a text to spreadsheets")
  void formulasAreTexts(String text) {
    assertEquals(List.of("'" + text), csv(text));
  }

  static Stream<Arguments> formulasInside() {
    return Stream.of(
        arguments("\t=1", "'\t'=1"),
        arguments("\r=1", "'\r'=1"),
        arguments("\n=1", "'\n'=1"),
        arguments("x;=HYPERLINK(\"http://x\")", "x;'=HYPERLINK(\"http://x\")"),
        arguments("x; =1", "x;' =1"),
        arguments("x;\"=1\"", "x;'\"=1\""),
        arguments("x;\u200b=1;y;+2", "x;'\u200b=1;y;'+2"),
        arguments("x\t@y", "x\t'@y"),
        arguments("x\r\n-1", "x\r\n'-1"),
        arguments("=1;=2", "'=1;'=2"),
        arguments(";;=1", ";;'=1"));
  }

  @ParameterizedTest
  @MethodSource("formulasInside")
  void soIsWhatItWouldRunWhereItSplitsTheText(String text, String harmless) {
    assertEquals(List.of(harmless), csv(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a;b",
        "a; b=c",
        "x;y-z",
        "Ada",
        "a=b",
        "O'Brien",
        "ada+tag@example.com",
        "",
        " ",
        "Ünal",
        "1-2"
      })
  void everythingElseStaysAsItIs(String text) {
    assertEquals(List.of(text), csv(text));
  }

  @Test
  void aListIsOneText() {
    assertEquals(List.of("'=a; b"), csv(List.of("=a", "b")));
    assertEquals(List.of("b;' =a"), csv(List.of("b", "=a")));
  }

  @Test
  void numbersAreNumbersAlsoBelowZero() {
    assertEquals(List.of("-5"), csv(-5));
  }

  @Test
  void timesHaveSecondsAndAreUtc() {
    OffsetDateTime time = OffsetDateTime.parse("2026-11-24T09:00+01:00");
    assertEquals(
        "2026-11-24T08:00:00Z", RecordWriter.json(new Row(time)).build().getString("value"));
    assertEquals(List.of("2026-11-24T08:00:00Z"), csv(time));
  }

  @Test
  void whatIsNotThereIsLeftOutOfJsonAndEmptyInCsv() {
    assertEquals("{}", RecordWriter.json(new Row(null)).build().toString());
    assertEquals(List.of(""), csv(null));
  }

  @Test
  void commasQuotesAndLineBreaksComeBackAsTheyWent() throws IOException {
    List<String> names =
        Arrays.asList("Lovelace, Ada", "say \"hi\"", "two\nlines", "two\r\nlines", "a,\"b\"\n,c");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamingOutput csv =
        (StreamingOutput)
            ReportResponses.csv(
                    "names", Row.class, row -> names.forEach(name -> row.accept(new Row(name))))
                .getEntity();
    csv.write(out);
    String text = out.toString(StandardCharsets.UTF_8);
    assertEquals('\ufeff', text.charAt(0), "spreadsheets need it to see UTF-8");
    try (CSVParser parser =
        CSVParser.parse(new StringReader(text.substring(1)), CSVFormat.RFC4180)) {
      List<String> read = parser.getRecords().stream().map((CSVRecord r) -> r.get(0)).toList();
      assertEquals("value", read.get(0));
      assertEquals(names, read.subList(1, read.size()));
    }
  }
}
