package com.ransomleak.provisioning.org;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The reporting lines of a tenant: how many people and levels are below each manager, and which
 * lines form a loop. It contains managers only, so other users cost nothing.
 *
 * <p>It is computed in one pass from below: a manager is counted after all managers below. The
 * managers that remain are in loops. Each member of a loop has all others below, without counting
 * anyone twice.
 */
public final class Hierarchy {
  private static final int NOBODY = -1;
  private static final Totals NONE = new Totals(0, 0);

  private final UUID[] ids;
  private final int[] above;
  private final long[] reports;
  private final long[] total;
  private final int[] depth;
  private final List<List<UUID>> loops = new ArrayList<>();

  /**
   * A user who has reports.
   *
   * @param manager the manager of this user, or null
   * @param reports the number of direct reports, including users who report to themselves
   */
  record Manager(UUID id, UUID manager, long reports) {}

  /**
   * The people below a manager.
   *
   * @param reports the number of people on all levels
   * @param depth the number of levels
   */
  public record Totals(long reports, int depth) {}

  /**
   * @param managers all users who have reports, in any order
   */
  Hierarchy(List<Manager> managers) {
    List<Manager> sorted = new ArrayList<>(managers);
    sorted.sort(Comparator.comparing(Manager::id));
    int size = sorted.size();
    ids = new UUID[size];
    above = new int[size];
    reports = new long[size];
    total = new long[size];
    depth = new int[size];
    for (int i = 0; i < size; i++) {
      ids[i] = sorted.get(i).id();
    }
    for (int i = 0; i < size; i++) {
      UUID manager = sorted.get(i).manager();
      boolean own = ids[i].equals(manager);
      above[i] = manager == null || own ? NOBODY : index(manager);
      reports[i] = sorted.get(i).reports() - (own ? 1 : 0);
      total[i] = reports[i];
      if (own) {
        loops.add(List.of(ids[i]));
      }
    }
    countFromBelow();
  }

  /** Zero for users without reports. */
  public Totals below(UUID id) {
    int i = index(id);
    return i == NOBODY ? NONE : new Totals(total[i], depth[i]);
  }

  /**
   * The loops, each from its smallest id upwards along the lines. A user who reports to themselves
   * is a loop of one.
   */
  public List<List<UUID>> loops() {
    return Collections.unmodifiableList(loops);
  }

  /**
   * The managers without a manager, and the smallest id of each loop: from them all managers can be
   * reached.
   */
  public Set<UUID> tops() {
    Set<UUID> tops = new LinkedHashSet<>();
    for (int i = 0; i < ids.length; i++) {
      if (above[i] == NOBODY) {
        tops.add(ids[i]);
      }
    }
    loops.forEach(loop -> tops.add(loop.get(0)));
    return tops;
  }

  /**
   * A manager and the managers below, each with the level of their direct reports: 1 for those of
   * the manager. The people below are the direct reports of these managers, except the manager.
   *
   * @param enough reads no further level when this number of people is reached
   */
  public Map<UUID, Integer> managersFrom(UUID id, long enough) {
    Map<UUID, Integer> levels = new LinkedHashMap<>();
    List<List<Integer>> next = below();
    List<Integer> level = index(id) == NOBODY ? List.of() : List.of(index(id));
    long people = 0;
    for (int depth = 1; !level.isEmpty() && people < enough; depth++) {
      List<Integer> deeper = new ArrayList<>();
      for (int i : level) {
        if (levels.putIfAbsent(ids[i], depth) == null) {
          people += reports[i];
          deeper.addAll(next.get(i));
        }
      }
      level = deeper;
    }
    return levels;
  }

  /**
   * How many people are on each level below a user, from level 1; together as many as {@link
   * #below}.
   */
  public List<Long> levels(UUID id) {
    Map<UUID, Integer> managers = managersFrom(id, Long.MAX_VALUE);
    List<Long> levels = new ArrayList<>();
    managers.forEach(
        (manager, level) -> {
          if (level > levels.size()) {
            levels.add(0L);
          }
          levels.set(level - 1, levels.get(level - 1) + reports[index(manager)]);
        });
    // In a loop, the user is a report of one of them.
    int own = index(id) == NOBODY ? NOBODY : above[index(id)];
    if (own != NOBODY && managers.containsKey(ids[own])) {
      int level = managers.get(ids[own]);
      levels.set(level - 1, levels.get(level - 1) - 1);
    }
    levels.removeIf(people -> people == 0);
    return levels;
  }

  /** The number of people on all levels below each user who has reports. */
  public Map<UUID, Long> totals() {
    Map<UUID, Long> totals = new LinkedHashMap<>();
    for (int i = 0; i < ids.length; i++) {
      totals.put(ids[i], total[i]);
    }
    return totals;
  }

  private List<List<Integer>> below() {
    List<List<Integer>> below = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      below.add(new ArrayList<>(2));
    }
    for (int i = 0; i < ids.length; i++) {
      if (above[i] != NOBODY) {
        below.get(above[i]).add(i);
      }
    }
    return below;
  }

  private int index(UUID id) {
    int found = Arrays.binarySearch(ids, id);
    return found < 0 ? NOBODY : found;
  }

  private void countFromBelow() {
    int[] open = new int[ids.length];
    for (int manager : above) {
      if (manager != NOBODY) {
        open[manager]++;
      }
    }
    Deque<Integer> ready = new ArrayDeque<>();
    for (int i = 0; i < ids.length; i++) {
      if (open[i] == 0) {
        ready.add(i);
      }
    }
    while (!ready.isEmpty()) {
      int i = ready.remove();
      depth[i] = Math.max(depth[i], reports[i] > 0 ? 1 : 0);
      if (above[i] != NOBODY) {
        total[above[i]] += total[i];
        depth[above[i]] = Math.max(depth[above[i]], depth[i] + 1);
        if (--open[above[i]] == 0) {
          ready.add(above[i]);
        }
      }
    }
    for (int i = 0; i < ids.length; i++) {
      if (open[i] > 0) {
        cut(circle(i, open));
      }
    }
  }

  /** Collects the members of a loop, each before the next one that they lead, and closes them. */
  private int[] circle(int first, int[] open) {
    List<Integer> upwards = new ArrayList<>();
    for (int i = first; open[i] > 0; i = above[i]) {
      open[i] = 0;
      upwards.add(i);
    }
    List<UUID> members = new ArrayList<>(upwards.stream().map(i -> ids[i]).toList());
    // The order of ids in the database.
    UUID smallest = Collections.min(members, Comparator.comparing(UUID::toString));
    Collections.rotate(members, -members.indexOf(smallest));
    loops.add(List.copyOf(members));
    Collections.reverse(upwards);
    return upwards.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Measures a loop. All members have the same people below, except themselves. The depth is the
   * maximum of (steps + depth) over one turn around the loop: the rest of this turn and the begin
   * of the next.
   */
  private void cut(int[] downwards) {
    int length = downwards.length;
    long people = 0;
    int[] hanging = new int[length];
    for (int k = 0; k < length; k++) {
      people += total[downwards[k]];
      // One of the reports is the next member.
      hanging[k] = Math.max(depth[downwards[k]], reports[downwards[k]] > 1 ? 1 : 0);
    }
    int[] rest = new int[length + 1];
    for (int k = length - 1; k >= 0; k--) {
      rest[k] = Math.max(rest[k + 1], k + hanging[k]);
    }
    int beginning = 0;
    for (int k = 0; k < length; k++) {
      total[downwards[k]] = people - 1;
      depth[downwards[k]] = Math.max(rest[k], beginning) - k;
      beginning = Math.max(beginning, length + k + hanging[k]);
    }
  }
}
