package com.ransomleak.provisioning.org;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * Who leads whom, as one picture of a tenant: how many people stand below each manager, how deep it
 * goes, and where lines run in a circle. Holds managers only, so most people cost nothing.
 *
 * <p>Made in one pass from below: a manager is counted when all managers below are. Whoever is left
 * over when nobody more can be counted is on a circle; of a circle each member has all others
 * below, and it is cut where it would come back.
 */
public final class Hierarchy {
  private static final int NOBODY = -1;
  private static final Totals NONE = new Totals(0, 0);

  private final UUID[] ids;
  private final int[] above;
  private final long[] reports;
  private final long[] total;
  private final int[] depth;
  private final List<List<UUID>> circles = new ArrayList<>();

  /**
   * Somebody who has reports.
   *
   * @param manager whom they report to, or null
   * @param reports how many report to them, themselves included if they do
   */
  record Manager(UUID id, UUID manager, long reports) {}

  /**
   * What stands below somebody.
   *
   * @param reports how many people, on all levels
   * @param depth how many levels
   */
  public record Totals(long reports, int depth) {}

  /**
   * @param managers everybody who has reports, in any order
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
        circles.add(List.of(ids[i]));
      }
    }
    countFromBelow();
  }

  /** Zero for who leads nobody. */
  public Totals below(UUID id) {
    int i = index(id);
    return i == NOBODY ? NONE : new Totals(total[i], depth[i]);
  }

  /**
   * The circles in which lines run, each from its smallest id upwards along the lines; somebody who
   * reports to themselves is a circle of one.
   */
  public List<List<UUID>> circles() {
    return Collections.unmodifiableList(circles);
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

  /** The members of the circle, each before whom they lead; closed from now on. */
  private int[] circle(int first, int[] open) {
    List<Integer> upwards = new ArrayList<>();
    for (int i = first; open[i] > 0; i = above[i]) {
      open[i] = 0;
      upwards.add(i);
    }
    List<UUID> members = new ArrayList<>(upwards.stream().map(i -> ids[i]).toList());
    // As the database orders ids.
    UUID smallest = Collections.min(members, Comparator.comparing(UUID::toString));
    Collections.rotate(members, -members.indexOf(smallest));
    circles.add(List.copyOf(members));
    Collections.reverse(upwards);
    return upwards.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Everybody on a circle has the same people below, but for themselves. How deep it goes is the
   * deepest of what hangs on the members, each as much lower as they stand below: the maximum of
   * (steps + depth) over one turn, which is taken of the rest of this turn and the beginning of the
   * next.
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
