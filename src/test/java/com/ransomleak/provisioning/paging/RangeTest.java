package com.ransomleak.provisioning.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RangeTest {
  private static final int SIZE = 3;

  private Position link;

  @Test
  @DisplayName("The walk to the last page and back shows the same numbers")
  void walk() {
    assertEquals("1-3 of 8", forward(0, 8, 8));
    assertEquals("4-6 of 8", forward(3, 8, 8));
    assertEquals("7-8 of 8", forward(6, 8, 8));
    assertEquals("4-6 of 8", backward(6, 8));
    assertEquals("1-3 of 8", backward(3, 8));
  }

  @Test
  @DisplayName("The first and the last page have true numbers after rows were added or deleted")
  void changes() {
    assertEquals("9-10 of 10", forward(6, 8, 10));
    assertEquals("4-5 of 5", forward(6, 8, 5));
    assertEquals("2-4 of 5", forward(6, 20, 5), "a page that is not the last one");
    link = new Position(null, UUID.randomUUID(), true, 2);
    assertEquals("1-3 of 8", range(page(rows(3), Optional.of(link)), Total.exactly(8)));
    assertEquals("2-4 of 8", range(page(rows(4), Optional.of(link)), Total.exactly(8)));
  }

  @Test
  @DisplayName(
      "A list beyond the limit has more rows than were counted; its last page knows how many")
  void manyRows() {
    assertEquals("4-6 of more than 10000", range(at(3, 4), Total.counted(10_001)));
    assertEquals("20002-20003 of 20003", range(at(20_001, 2), Total.counted(10_001)));
    assertEquals(new Total(10_000, true), Total.counted(10_000));
  }

  @Test
  @DisplayName("A list that is one page is not counted")
  void onePage() {
    Range range =
        Range.of(
            page(rows(3), Optional.empty()),
            () -> {
              throw new AssertionError("counted");
            });
    assertEquals(new Range(1, 3, Total.exactly(3)), range);
  }

  private String forward(long offset, int rows, long total) {
    return range(at(offset, (int) Math.min(rows - offset, SIZE + 1)), Total.exactly(total));
  }

  private String backward(long offset, long total) {
    link = new Position(null, UUID.randomUUID(), true, offset);
    return range(
        page(rows((int) Math.min(offset, SIZE + 1)), Optional.of(link)), Total.exactly(total));
  }

  private Page<Integer> at(long offset, int rows) {
    link = new Position(null, UUID.randomUUID(), false, offset);
    return page(rows(rows), offset == 0 ? Optional.empty() : Optional.of(link));
  }

  private static List<Integer> rows(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static Page<Integer> page(List<Integer> rows, Optional<Position> from) {
    return Page.of(
        Collections.unmodifiableList(rows),
        SIZE,
        from,
        row -> Position.after(null, new UUID(0, row)),
        position -> Long.toString(position.offset()));
  }

  private static String range(Page<Integer> page, Total total) {
    Range range = Range.of(page, () -> total);
    return "%d-%d of %s%d"
        .formatted(
            range.from(),
            range.to(),
            range.total().exact() ? "" : "more than ",
            range.total().rows());
  }
}
