package com.ransomleak.provisioning.org;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.org.Hierarchy.Manager;
import com.ransomleak.provisioning.org.Hierarchy.Totals;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who stands below whom, also where lines run in circles; judged by walking down from each. */
class HierarchyTest {

  @Test
  @DisplayName("A line of three: two below the first, on two levels")
  void aLine() {
    Hierarchy line = of(new int[] {-1, 0, 1});
    assertEquals(new Totals(2, 2), line.below(id(0)));
    assertEquals(new Totals(1, 1), line.below(id(1)));
    assertEquals(new Totals(0, 0), line.below(id(2)));
    assertEquals(List.of(), line.loops());
  }

  @Test
  @DisplayName("Who reports to oneself is a circle of one, and not below oneself")
  void oneself() {
    Hierarchy own = of(new int[] {0, 0, 2});
    assertEquals(new Totals(1, 1), own.below(id(0)));
    assertEquals(new Totals(0, 0), own.below(id(2)));
    assertEquals(List.of(List.of(id(0)), List.of(id(2))), own.loops());
  }

  @Test
  @DisplayName("On a circle each member has all others below; a circle begins with its smallest id")
  void aCircle() {
    Hierarchy circle = of(new int[] {1, 2, 0, 2, 3});
    assertEquals(new Totals(4, 4), circle.below(id(1)));
    assertEquals(new Totals(4, 2), circle.below(id(2)));
    assertEquals(new Totals(4, 3), circle.below(id(0)));
    assertEquals(List.of(List.of(id(0), id(1), id(2))), circle.loops());
  }

  @Test
  @DisplayName("A circle of 100,000 is one pass, not one for each member")
  void aLongCircle() {
    int[] above = new int[100_000];
    for (int i = 0; i < above.length; i++) {
      above[i] = (i + 1) % above.length;
    }
    assertEquals(new Totals(99_999, 99_999), of(above).below(id(7)));
  }

  @Test
  @DisplayName("As whoever walks down from each person finds it, in random organisations")
  void asWalkingDown() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int[] above = new int[1 + random.nextInt(40)];
      for (int i = 0; i < above.length; i++) {
        above[i] = random.nextInt(4) == 0 ? -1 : random.nextInt(above.length);
      }
      Hierarchy hierarchy = of(above);
      Set<UUID> onCircles = new HashSet<>();
      for (int i = 0; i < above.length; i++) {
        Map<Integer, Integer> levels = walkedDown(above, i);
        int depth = Collections.max(levels.values());
        Totals below = new Totals(levels.size() - 1L, depth);
        assertEquals(below, hierarchy.below(id(i)), "seed " + seed + ", " + i);
        assertEquals(below.reports(), hierarchy.totals().getOrDefault(id(i), 0L));
        List<Long> people =
            IntStream.rangeClosed(1, depth)
                .mapToObj(level -> levels.values().stream().filter(at -> at == level).count())
                .toList();
        assertEquals(people, hierarchy.levels(id(i)), "seed " + seed + ", " + i);
        Map<UUID, Integer> managers = managers(above, levels);
        assertEquals(managers, hierarchy.managersFrom(id(i), Long.MAX_VALUE), "seed " + seed);
        if (comesBack(above, i)) {
          onCircles.add(id(i));
        }
      }
      List<UUID> found = hierarchy.loops().stream().flatMap(List::stream).toList();
      assertEquals(onCircles, new HashSet<>(found), "seed " + seed);
      assertEquals(onCircles.size(), found.size(), "seed " + seed);
    }
  }

  @Test
  @DisplayName("The walk down ends at the level that has enough people")
  void enough() {
    Hierarchy tree = of(new int[] {-1, 0, 0, 1, 2, 3});
    assertEquals(Map.of(id(0), 1), tree.managersFrom(id(0), 2));
    assertEquals(Map.of(id(0), 1, id(1), 2, id(2), 2), tree.managersFrom(id(0), 3));
    assertEquals(Map.of(), tree.managersFrom(id(5), 3));
  }

  @Test
  @DisplayName("The tops are the managers without a manager and the smallest id of each circle")
  void tops() {
    assertEquals(Set.of(id(0), id(2), id(5)), of(new int[] {-1, 0, 3, 2, 3, 5, -1, 3}).tops());
  }

  /** Each person below with the number of steps, and 0 for the person where it begins. */
  private static Map<Integer, Integer> walkedDown(int[] above, int from) {
    Map<Integer, Integer> level = new HashMap<>(Map.of(from, 0));
    Deque<Integer> open = new ArrayDeque<>(Set.of(from));
    while (!open.isEmpty()) {
      int manager = open.remove();
      for (int i = 0; i < above.length; i++) {
        if (above[i] == manager && !level.containsKey(i)) {
          level.put(i, level.get(manager) + 1);
          open.add(i);
        }
      }
    }
    return level;
  }

  /** Those who have reports, with the level of these reports. */
  private static Map<UUID, Integer> managers(int[] above, Map<Integer, Integer> levels) {
    Map<UUID, Integer> managers = new HashMap<>();
    for (int manager : above) {
      if (levels.containsKey(manager)) {
        managers.put(id(manager), levels.get(manager) + 1);
      }
    }
    return managers;
  }

  private static boolean comesBack(int[] above, int from) {
    int at = above[from];
    for (int step = 0; step < above.length && at >= 0 && at != from; step++) {
      at = above[at];
    }
    return at == from;
  }

  /** Of what stands at each place: whom that person reports to, or -1. */
  private static Hierarchy of(int[] above) {
    long[] reports = new long[above.length];
    Set<Integer> managers = new TreeSet<>();
    for (int manager : above) {
      if (manager >= 0) {
        reports[manager]++;
        managers.add(manager);
      }
    }
    List<Manager> rows = new ArrayList<>();
    for (int manager : managers) {
      rows.add(
          new Manager(
              id(manager), above[manager] < 0 ? null : id(above[manager]), reports[manager]));
    }
    return new Hierarchy(rows);
  }

  private static UUID id(int number) {
    return new UUID(7, number);
  }
}
