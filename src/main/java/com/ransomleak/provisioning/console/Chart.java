package com.ransomleak.provisioning.console;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Values day by day as a picture: its lines and bars are computed here, and {@code chart.xhtml}
 * draws them as SVG, with the same values as a table. The values of a day are the title of an
 * invisible area, which browsers show as a tooltip and console.js in the caption.
 *
 * <pre>{@code
 * Chart.lines("people", "People", days, List.of(new Values("active", active), new Values("inactive", inactive)))
 * }</pre>
 */
public final class Chart {
  private static final int LEFT = 56;
  private static final int RIGHT = 628;
  private static final int TOP = 12;
  private static final int BOTTOM = 168;
  private static final int STEPS = 4;
  private static final DateTimeFormatter SHORT_DAY =
      DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

  private static final DateTimeFormatter LONG_DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

  private final String id;
  private final String title;
  private final boolean bars;
  private final List<LocalDate> days;
  private final List<Values> values;
  private final long step;
  private final long top;

  /** One figure, a number for each day. */
  record Values(String name, List<Long> numbers) {}

  /** One figure as it is drawn; the second one looks different in more than its colour. */
  public record Series(String name, String style, String points, Point last, List<Bar> bars) {}

  public record Point(String x, String y) {}

  public record Bar(String x, String y, String width, String height) {}

  /** A line across, with its number. */
  public record Level(String y, String label) {}

  /** A day below. */
  public record Mark(String x, String label, String anchor) {}

  /** The invisible area of a day, with its values in words. */
  public record Area(String x, String width, String text) {}

  /** A line of the table. */
  public record ChartRow(LocalDate day, List<Long> numbers) {}

  private Chart(String id, String title, boolean bars, List<LocalDate> days, List<Values> values) {
    this.id = id;
    this.title = title;
    this.bars = bars;
    this.days = days;
    this.values = values;
    long max =
        values.stream()
            .flatMap(series -> series.numbers().stream())
            .mapToLong(Long::longValue)
            .max()
            .orElse(0);
    this.step = roundStep(max);
    this.top = Math.max(step, (max + step - 1) / step * step);
  }

  /**
   * A line for each figure.
   *
   * @param id unique on the page
   * @param days in order, at least one
   */
  static Chart lines(String id, String title, List<LocalDate> days, List<Values> values) {
    return new Chart(id, title, false, days, values);
  }

  /** Bars, the later figures before the former ones, of which they are a part. */
  static Chart bars(String id, String title, List<LocalDate> days, List<Values> values) {
    return new Chart(id, title, true, days, values);
  }

  /** 1, 2, 5, 10, 20, … so that few of them reach the highest number. */
  private static long roundStep(long max) {
    long power = 1;
    while (true) {
      for (long factor : new long[] {1, 2, 5}) {
        if (factor * power * STEPS >= max) {
          return factor * power;
        }
      }
      power *= 10;
    }
  }

  public String getId() {
    return id;
  }

  public String getTitle() {
    return title;
  }

  /** What the picture says, in a sentence for each figure. */
  public String getDescription() {
    List<String> sentences = new ArrayList<>();
    for (Values series : values) {
      List<Long> numbers = series.numbers();
      sentences.add(
          Messages.text(
              "chart.description",
              series.name(),
              numbers.get(0),
              days.get(0).toString(),
              numbers.get(numbers.size() - 1),
              days.get(days.size() - 1).toString(),
              numbers.stream().max(Long::compare).orElse(0L)));
    }
    return String.join(" ", sentences);
  }

  public List<Series> getSeries() {
    return IntStream.range(0, values.size()).mapToObj(this::series).toList();
  }

  private Series series(int index) {
    List<Long> numbers = values.get(index).numbers();
    String points =
        String.join(
            " ",
            IntStream.range(0, days.size())
                .mapToObj(i -> text(x(days.get(i))) + "," + text(y(numbers.get(i))))
                .toList());
    int last = days.size() - 1;
    return new Series(
        values.get(index).name(),
        "series" + (index + 1),
        bars ? "" : points,
        new Point(text(x(days.get(last))), text(y(numbers.get(last)))),
        bars
            ? IntStream.range(0, days.size())
                .filter(i -> numbers.get(i) > 0)
                .mapToObj(i -> bar(days.get(i), numbers.get(i)))
                .toList()
            : List.of());
  }

  private Bar bar(LocalDate day, long number) {
    double width = Math.min(slot() * 0.8, 40);
    return new Bar(
        text(x(day) - width / 2), text(y(number)), text(width), text(BOTTOM - y(number)));
  }

  public List<Level> getLevels() {
    List<Level> levels = new ArrayList<>();
    for (long number = 0; number <= top; number += step) {
      levels.add(new Level(text(y(number)), number(number)));
    }
    return levels;
  }

  /** The first day, the last, and one between them. */
  public List<Mark> getMarks() {
    LocalDate first = days.get(0);
    LocalDate last = days.get(days.size() - 1);
    if (first.equals(last)) {
      return List.of(mark(first, "middle"));
    }
    List<Mark> marks = new ArrayList<>(List.of(mark(first, "start"), mark(last, "end")));
    if (span() >= 6) {
      marks.add(mark(first.plusDays(span() / 2), "middle"));
    }
    return marks;
  }

  private Mark mark(LocalDate day, String anchor) {
    return new Mark(text(x(day)), SHORT_DAY.format(day), anchor);
  }

  /** The areas of all days. */
  public List<Area> getAreas() {
    return IntStream.range(0, days.size()).mapToObj(this::area).toList();
  }

  private Area area(int index) {
    LocalDate day = days.get(index);
    String numbers =
        values.stream()
            .map(series -> series.name() + " " + number(series.numbers().get(index)))
            .collect(Collectors.joining(", "));
    return new Area(
        text(x(day) - slot() / 2),
        text(slot()),
        Messages.text("chart.values", LONG_DAY.format(day), numbers));
  }

  private static String number(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }

  /** The newest day first. */
  public List<ChartRow> getRows() {
    List<ChartRow> rows = new ArrayList<>();
    for (int i = days.size() - 1; i >= 0; i--) {
      int day = i;
      rows.add(
          new ChartRow(
              days.get(i), values.stream().map(series -> series.numbers().get(day)).toList()));
    }
    return rows;
  }

  /** By the calendar, so that days without figures leave a gap. */
  private double x(LocalDate day) {
    return LEFT + slot() / 2 + ChronoUnit.DAYS.between(days.get(0), day) * slot();
  }

  private double slot() {
    return (double) (RIGHT - LEFT) / (span() + 1);
  }

  private long span() {
    return ChronoUnit.DAYS.between(days.get(0), days.get(days.size() - 1));
  }

  private double y(long number) {
    return BOTTOM - (double) (BOTTOM - TOP) * number / top;
  }

  private static String text(double coordinate) {
    return String.format(Locale.ROOT, "%.1f", coordinate);
  }
}
