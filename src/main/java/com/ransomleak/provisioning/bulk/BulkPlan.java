package com.ransomleak.provisioning.bulk;

import com.ransomleak.provisioning.scim.message.BulkOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The order in which operations are executed (B-05, B-06, B-13): the order of the request, but an
 * operation that refers to a later POST waits for it, and operations on one resource keep their
 * order. POSTs that refer to each other in a circle, or to themselves, are one step.
 *
 * <pre>{@code
 * 0 POST  /Groups  members bulkId:ada    waits for 2
 * 1 PATCH /Users/17
 * 2 POST  /Users   bulkId ada
 *
 * [1] [2] [0]
 * }</pre>
 */
final class BulkPlan {
  private BulkPlan() {}

  /**
   * Operations that are executed together.
   *
   * @param members their indexes in the request, ascending; more than one only in a circle
   */
  record Step(List<Integer> members, boolean isCircle) {}

  /** The steps in order. Each operation is in exactly one step. */
  static List<Step> of(List<BulkOperation> operations) {
    BitSet[] needs = prerequisites(operations);
    // Warshall's algorithm: afterwards needs[i] has the indirect prerequisites too.
    for (int via = 0; via < needs.length; via++) {
      for (BitSet need : needs) {
        if (need.get(via)) {
          need.or(needs[via]);
        }
      }
    }
    BitSet[] circles = new BitSet[needs.length];
    Arrays.setAll(circles, i -> circle(i, needs));
    List<Step> steps = new ArrayList<>();
    BitSet done = new BitSet();
    while (done.cardinality() < needs.length) {
      int next = done.nextClearBit(0);
      while (!isReady(needs[next], circles[next], done)) {
        next = done.nextClearBit(next + 1);
      }
      BitSet members = circles[next];
      done.or(members);
      steps.add(new Step(members.stream().boxed().toList(), needs[next].get(next)));
    }
    return steps;
  }

  /** Whether all its prerequisites are done, except members of its own circle. */
  private static boolean isReady(BitSet needed, BitSet circle, BitSet done) {
    BitSet missing = (BitSet) needed.clone();
    missing.andNot(done);
    missing.andNot(circle);
    return missing.isEmpty();
  }

  /** The operation and all operations that need it and that it needs. */
  private static BitSet circle(int index, BitSet[] needs) {
    BitSet members = new BitSet();
    needs[index].stream().filter(other -> needs[other].get(index)).forEach(members::set);
    members.set(index);
    return members;
  }

  private static BitSet[] prerequisites(List<BulkOperation> operations) {
    Map<String, Integer> creators = new HashMap<>();
    Map<String, Integer> lastOnResource = new HashMap<>();
    BitSet[] needs = new BitSet[operations.size()];
    for (int i = 0; i < needs.length; i++) {
      needs[i] = new BitSet();
      if (operations.get(i).isPost() && operations.get(i).bulkId() != null) {
        creators.put(operations.get(i).bulkId(), i);
      }
    }
    for (int i = 0; i < needs.length; i++) {
      BulkOperation operation = operations.get(i);
      if (operation.error().isPresent()) {
        continue;
      }
      References.of(operation).stream()
          .map(creators::get)
          .filter(Objects::nonNull)
          .forEach(needs[i]::set);
      if (operation.target() != null) {
        String target = References.target(operation, name -> "bulkId:" + name);
        Integer previous = lastOnResource.put(operation.endpoint() + "/" + target, i);
        if (previous != null) {
          needs[i].set(previous);
        }
      }
    }
    return needs;
  }
}
