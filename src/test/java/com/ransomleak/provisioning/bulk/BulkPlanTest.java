package com.ransomleak.provisioning.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.message.BulkOperation;
import com.ransomleak.provisioning.scim.message.BulkRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** In which order operations are carried out that refer to each other (B-05, B-06, B-13). */
class BulkPlanTest {

  /**
   * Each operation is its bulkId and what it refers to, {@code a>b,c}; one that begins with {@code
   * /} is a PATCH of that path. A circle stands in brackets.
   */
  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a b c             | 0 1 2",
        "a>b b c           | 1 0 2",
        "a>c b c           | 1 2 0",
        "a>b b>c c         | 2 1 0",
        "a>c b>c c d       | 2 0 1 3",
        "a>b b>a c         | [0,1] 2",
        "a>a b             | [0] 1",
        "a>c b c>d d>c     | 1 [2,3] 0",
        "a>b b>a c>a d>c   | [0,1] 2 3",
        "a>b b>c,d c>a d   | 3 [0,1,2]",
        "a>none b          | 0 1",
        "/Users/1>b /Users/2 b       | 1 2 0",
        "/Users/1>b /Users/1 b       | 2 0 1",
        "/Users/1>b /Groups/1 b      | 1 2 0",
        "/Users/bulkId:a /Users/bulkId:a a | 2 0 1",
        "/Users/BULKID:a>b /Users/bulkId:a a b | 2 3 0 1",
        "/Users/1>b /Users/1>a a b   | 2 3 0 1",
      })
  @DisplayName("B-05, B-06: the order of the request, but who refers forward waits")
  void theOrderOfTheRequestButWhoRefersForwardWaits(String request, String order) {
    List<BulkOperation> operations = operations(List.of(request.strip().split(" +")));
    assertEquals(
        order.strip(),
        BulkPlan.of(operations).stream()
            .map(
                step ->
                    step.isCircle()
                        ? step.members().toString().replace(" ", "")
                        : step.members().get(0).toString())
            .collect(Collectors.joining(" ")));
  }

  @Test
  @DisplayName("B-02: an operation with a flaw waits for nobody")
  void aFlawWaitsForNobody() {
    List<BulkOperation> operations = new ArrayList<>(operations(List.of("a>b", "b")));
    operations.set(
        0, parse("{\"method\":\"POST\",\"path\":\"/Users\",\"data\":{\"x\":\"bulkId:b\"}}"));
    assertEquals(List.of(0, 1), flat(BulkPlan.of(operations)));
  }

  @Test
  @DisplayName("B-06: a thousand in a chain or a circle, and everybody naming everybody")
  void theLongestChainsAndTheDensestNets() {
    int size = BulkRequest.MAX_OPERATIONS;
    List<String> chain =
        IntStream.range(0, size)
            .mapToObj(i -> "n" + i + (i + 1 < size ? ">n" + (i + 1) : ""))
            .toList();
    assertEquals(
        IntStream.range(0, size).mapToObj(i -> size - 1 - i).toList(),
        flat(BulkPlan.of(operations(chain))));
    List<String> circle =
        IntStream.range(0, size).mapToObj(i -> "n" + i + ">n" + (i + 1) % size).toList();
    assertEquals(1, BulkPlan.of(operations(circle)).size());
    String all = IntStream.range(0, 250).mapToObj(i -> "n" + i).collect(Collectors.joining(","));
    List<String> net = Arrays.stream(all.split(",")).map(name -> name + ">" + all).toList();
    assertEquals(1, BulkPlan.of(operations(net)).size());
  }

  static List<Long> seeds() {
    return new Random().longs(200).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName(
      "B-05, B-06: each once, none before what it needs, circles where both need each other")
  void eachOnceAndNoneBeforeWhatItNeeds(long seed) {
    Random random = new Random(seed);
    int size = 1 + random.nextInt(12);
    List<Set<Integer>> needs = new ArrayList<>();
    List<String> request = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Set<Integer> needed = new HashSet<>();
      while (random.nextInt(3) == 0) {
        needed.add(random.nextInt(size));
      }
      needs.add(needed);
      request.add(
          "n"
              + i
              + (needed.isEmpty()
                  ? ""
                  : needed.stream().map(n -> "n" + n).collect(Collectors.joining(",", ">", ""))));
    }
    List<BulkPlan.Step> plan = BulkPlan.of(operations(request));
    assertEquals(IntStream.range(0, size).boxed().toList(), flat(plan).stream().sorted().toList());
    boolean[][] reach = reach(needs);
    Set<Integer> done = new HashSet<>();
    for (BulkPlan.Step step : plan) {
      for (int i : step.members()) {
        assertEquals(step.isCircle(), reach[i][i], () -> request + " " + plan);
        for (int j = 0; j < size; j++) {
          boolean together = i == j || (reach[i][j] && reach[j][i]);
          assertEquals(together, step.members().contains(j), () -> request + " " + plan);
        }
        for (int needed : needs.get(i)) {
          assertTrue(
              done.contains(needed) || step.members().contains(needed), () -> request + " " + plan);
        }
      }
      // Nobody waits who need not: all that come later in spite of an earlier place need something.
      int place = step.members().get(0);
      for (int earlier = 0; earlier < place; earlier++) {
        int waiting = earlier;
        if (!done.contains(waiting)) {
          assertTrue(
              IntStream.range(0, size).anyMatch(j -> reach[waiting][j] && !done.contains(j)),
              () -> request + " " + plan);
        }
      }
      done.addAll(step.members());
    }
  }

  private static boolean[][] reach(List<Set<Integer>> needs) {
    int size = needs.size();
    boolean[][] reach = new boolean[size][size];
    for (int i = 0; i < size; i++) {
      for (int needed : needs.get(i)) {
        reach[i][needed] = true;
      }
    }
    for (int via = 0; via < size; via++) {
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          reach[i][j] |= reach[i][via] && reach[via][j];
        }
      }
    }
    return reach;
  }

  private static List<Integer> flat(List<BulkPlan.Step> plan) {
    return plan.stream().flatMap(step -> step.members().stream()).toList();
  }

  private static List<BulkOperation> operations(List<String> texts) {
    return texts.stream().map(BulkPlanTest::operation).toList();
  }

  private static BulkOperation operation(String text) {
    String[] parts = text.split(">", -1);
    String references =
        parts.length == 1
            ? ""
            : Arrays.stream(parts[1].split(",", -1))
                .map(name -> "{\"value\":\"bulkId:" + name + "\"}")
                .collect(Collectors.joining(","));
    String head =
        parts[0].startsWith("/")
            ? "\"method\":\"PATCH\",\"path\":\"" + parts[0] + "\""
            : "\"method\":\"POST\",\"path\":\"/Groups\",\"bulkId\":\"" + parts[0] + "\"";
    return parse("{" + head + ",\"data\":{\"members\":[" + references + "]}}");
  }

  private static BulkOperation parse(String operation) {
    String body = "{\"schemas\":[\"" + BulkRequest.URN + "\"],\"Operations\":[" + operation + "]}";
    return BulkRequest.parse(ScimJson.parse(body.getBytes(StandardCharsets.UTF_8)), new Warnings())
        .operations()
        .get(0);
  }
}
