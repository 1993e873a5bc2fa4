package com.ransomleak.provisioning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tour names classes that exist, and its walk stays within the limits that it states. */
class TourTest {
  private static final Path SOURCES = Path.of("src/main/java/com/ransomleak/provisioning");
  private static final String CLASS = "`((?:[a-z]+\\.)+[A-Z]\\w+)`";
  private static final Pattern NAME = Pattern.compile(CLASS);
  private static final Pattern STOP = Pattern.compile("\\*\\*" + CLASS + "\\*\\*");

  @Test
  void everyClassExists() throws IOException {
    Set<String> names = classes(NAME, tour());
    assertTrue(names.size() > 50, names::toString);
    assertEquals(
        List.of(), names.stream().filter(name -> !Files.isRegularFile(file(name))).toList());
  }

  @Test
  void theWalkKeepsItsLimits() throws IOException {
    Set<String> stops = classes(STOP, walk());
    assertAtMost(30, stops.size(), "stops");
    assertAtMost(3_000, lines(stops, TourTest::isRead), "lines of stops");
    Set<String> all = classes(NAME, walk());
    assertAtMost(95, all.size(), "stops and helpers");
    assertAtMost(9_400, lines(all, line -> true), "lines of stops and helpers");
  }

  @Test
  void authenticationHasEightStops() throws IOException {
    String walk = walk();
    String authentication = walk.substring(walk.indexOf("## 2. "), walk.indexOf("## 3. "));
    assertAtMost(8, classes(STOP, authentication).size(), "stops of the authentication");
  }

  private static String tour() throws IOException {
    return Files.readString(Path.of("src/docs/tour.md"));
  }

  private static String walk() throws IOException {
    String tour = tour();
    return tour.substring(0, tour.indexOf("## Other walks"));
  }

  private static Set<String> classes(Pattern pattern, String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static Path file(String name) {
    return SOURCES.resolve(name.replace('.', '/') + ".java");
  }

  private static long lines(Collection<String> names, Predicate<String> counted)
      throws IOException {
    long lines = 0;
    for (String name : names) {
      lines += Files.readAllLines(file(name)).stream().filter(counted).count();
    }
    return lines;
  }

  private static boolean isRead(String line) {
    return !line.isBlank() && !line.startsWith("import ") && !line.startsWith("package ");
  }

  private static void assertAtMost(long limit, long actual, String what) {
    assertTrue(
        actual > 0 && actual <= limit, () -> actual + " " + what + ", the limit is " + limit);
  }
}
