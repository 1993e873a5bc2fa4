package com.ransomleak.provisioning.role;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.role.MemberOperations.MemberChanges;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;

class MemberChangesTest {

  /** M-04, M-40: applied at once or one by one, the members are the same. */
  @RepeatedTest(200)
  void theDeltaIsWhatTheOperationsDoOneAfterTheOther() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Set<String> start = ids(random);
    Set<String> oneByOne = new HashSet<>(start);
    MemberChanges delta = new MemberChanges();
    for (int i = random.nextInt(8); i > 0; i--) {
      Set<String> ids = ids(random);
      switch (random.nextInt(4)) {
        case 0 -> {
          delta.add(ids);
          oneByOne.addAll(ids);
        }
        case 1 -> {
          delta.remove(ids);
          oneByOne.removeAll(ids);
        }
        case 2 -> {
          delta.replace(ids);
          oneByOne.clear();
          oneByOne.addAll(ids);
        }
        default -> {
          delta.clear();
          oneByOne.clear();
        }
      }
    }
    Set<String> atOnce = new HashSet<>(delta.isCleared() ? Set.of() : start);
    atOnce.removeAll(delta.removed());
    atOnce.addAll(delta.added());
    assertEquals(oneByOne, atOnce, "seed " + seed);
  }

  private static Set<String> ids(Random random) {
    List<String> all = new ArrayList<>(List.of("a", "b", "c", "d", "e"));
    all.removeIf(id -> random.nextBoolean());
    return new HashSet<>(all);
  }
}
