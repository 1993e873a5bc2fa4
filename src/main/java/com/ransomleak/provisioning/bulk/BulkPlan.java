package com.ransomleak.provisioning.bulk;

import com.ransomleak.provisioning.scim.message.BulkOperation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/**
 * The order in which operations are carried out (B-05, B-06, B-13). It is the request's own, but
 * who refers to a resource that a later POST creates waits for it, and operations on one resource
 * keep their order even when the first of them waits.
 *
 * <pre>{@code
 * 0 POST  /Groups  members bulkId:ada    waits for 2
 * 1 PATCH /Users/17
 * 2 POST  /Users   bulkId ada
 *
 * [1] [2] [0]
 * }</pre>
 *
 * POSTs that refer to each other in a circle, or to themselves, are one step.
 */
final class BulkPlan {
  private final List<BulkOperation> operations;
  private final List<Set<Integer>> prerequisites = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  /** For {@link #visit}: when an operation was first seen, and the earliest it leads back to. */
  private final int[] seen;

  private final int[] earliest;
  private final Step[] stepOf;
  private final Deque<Integer> open = new ArrayDeque<>();
  private int visited;

  /**
   * Operations that are carried out together.
   *
   * @param members their places in the request, ascending; more than one only in a circle
   */
  record Step(List<Integer> members, boolean isCircle) {
    private int place() {
      return members.get(0);
    }
  }

  private BulkPlan(List<BulkOperation> operations) {
    this.operations = operations;
    this.seen = new int[operations.size()];
    this.earliest = new int[operations.size()];
    this.stepOf = new Step[operations.size()];
  }

  /** All steps; together they have each operation once. */
  static List<Step> of(List<BulkOperation> operations) {
    BulkPlan plan = new BulkPlan(operations);
    plan.findPrerequisites();
    for (int i = 0; i < operations.size(); i++) {
      if (plan.seen[i] == 0) {
        plan.visit(i);
      }
    }
    return plan.inOrder();
  }

  private void findPrerequisites() {
    Map<String, Integer> creators = new HashMap<>();
    for (int i = 0; i < operations.size(); i++) {
      if (operations.get(i).isPost() && operations.get(i).bulkId() != null) {
        creators.put(operations.get(i).bulkId(), i);
      }
    }
    Map<String, Integer> lastOn = new HashMap<>();
    for (int i = 0; i < operations.size(); i++) {
      BulkOperation operation = operations.get(i);
      Set<Integer> needed = new TreeSet<>();
      prerequisites.add(needed);
      if (operation.error().isEmpty()) {
        References.of(operation).stream()
            .map(creators::get)
            .filter(creator -> creator != null)
            .forEach(needed::add);
        if (operation.target() != null) {
          Integer before = lastOn.put(operation.endpoint() + "/" + operation.target(), i);
          if (before != null) {
            needed.add(before);
          }
        }
      }
    }
  }

  /**
   * Tarjan's search for strongly connected components. Its depth is the longest chain of references
   * and so at most the number of operations of a request.
   */
  private void visit(int at) {
    seen[at] = ++visited;
    earliest[at] = visited;
    open.push(at);
    for (int needed : prerequisites.get(at)) {
      if (seen[needed] == 0) {
        visit(needed);
        earliest[at] = Math.min(earliest[at], earliest[needed]);
      } else if (stepOf[needed] == null) {
        earliest[at] = Math.min(earliest[at], seen[needed]);
      }
    }
    if (earliest[at] == seen[at]) {
      close(at);
    }
  }

  private void close(int root) {
    Set<Integer> members = new TreeSet<>();
    int member;
    do {
      member = open.pop();
      members.add(member);
    } while (member != root);
    Step step =
        new Step(
            List.copyOf(members), members.size() > 1 || prerequisites.get(root).contains(root));
    members.forEach(i -> stepOf[i] = step);
    steps.add(step);
  }

  /** Whatever may be next, the first in the request goes first. A step is known by its place. */
  private List<Step> inOrder() {
    int[] missing = new int[operations.size()];
    Map<Integer, List<Step>> waiting = new HashMap<>();
    PriorityQueue<Step> ready = new PriorityQueue<>(Comparator.comparingInt(Step::place));
    for (Step step : steps) {
      for (int member : step.members()) {
        for (int needed : prerequisites.get(member)) {
          int before = stepOf[needed].place();
          if (before != step.place()) {
            waiting.computeIfAbsent(before, place -> new ArrayList<>()).add(step);
            missing[step.place()]++;
          }
        }
      }
      if (missing[step.place()] == 0) {
        ready.add(step);
      }
    }
    List<Step> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      Step step = ready.remove();
      order.add(step);
      for (Step next : waiting.getOrDefault(step.place(), List.of())) {
        missing[next.place()]--;
        if (missing[next.place()] == 0) {
          ready.add(next);
        }
      }
    }
    return order;
  }
}
