package com.ransomleak.provisioning.fuzz;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Requests generated from what the server says of itself, right and wrong ones: each is answered
 * soon, none with a fault of ours, and what is refused changes nothing. {@code -Dfuzz.requests}
 * says how many (1,500; 20,000 with {@code -Pfuzz}), {@code -Dfuzz.seed} repeats a run. That {@code
 * db/checks} find nothing afterwards is {@code InvariantsIT}'s to see.
 */
@TestTenant("encom")
class GeneratedRequestsIT {
  private static final int REQUESTS = Integer.getInteger("fuzz.requests", 1_500);
  private static final int KEPT = 4;
  private static final int MOST_SHOWN = 10;
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Nobody else's, so that its resources can be counted. */
  private final ScimClient client = ScimClient.of("encom");

  private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final RandomRequest.Maker requests = new RandomRequest.Maker(random);
  private final RandomJson json = new RandomJson(random);

  /** Resources that are there, by their path, as they were last seen. */
  private final Map<String, ScimAnswer> kept = new HashMap<>();

  @Test
  @DisplayName("ER-07, M-05, H-15: generated requests are answered, or refused without a trace")
  void generatedRequests() {
    System.out.println("Generated requests: -Dfuzz.seed=" + seed);
    List<Advertised> types = Advertised.of(client);
    List<AssertionError> found = new ArrayList<>();
    for (int i = 0; i < REQUESTS && found.size() < MOST_SHOWN; i++) {
      Advertised type = types.get(random.nextInt(types.size()));
      String path = someResource(type);
      RandomRequest request = requests.next(type, path.substring(type.endpoint().length() + 1));
      try {
        check(request, type, path);
      } catch (RuntimeException | AssertionError e) {
        found.add(new AssertionError("seed %d, request %d: %s".formatted(seed, i, request), e));
        kept.clear();
      }
    }
    assertAll(
        found.stream()
            .map(
                failure ->
                    () -> {
                      throw failure;
                    }));
  }

  private void check(RandomRequest request, Advertised type, String path) {
    int before = total(type);
    ScimAnswer answer = request.send(client);
    boolean isNotOffered = answer.status() == 501;
    assertTrue(answer.status() < 500 || isNotOffered, answer::toString);
    assertTrue(answer.took().compareTo(SOON) < 0, answer::toString);
    if (answer.status() >= 400 || request.method().equals("GET")) {
      assertEquals(before, total(type), () -> "something came of " + answer);
      assertUnchanged(path, answer);
    } else {
      kept.remove(path);
    }
  }

  private void assertUnchanged(String path, ScimAnswer answer) {
    ScimAnswer before = kept.get(path);
    ScimAnswer after = client.get(path).expect(200);
    assertEquals(before.etag(), after.etag(), () -> "version after " + answer);
    assertEquals(before.body(), after.body(), () -> "body after " + answer);
  }

  /** Its members and its manager's name may change by what happens to others, so it is seen now. */
  private String someResource(Advertised type) {
    List<String> paths =
        kept.keySet().stream().filter(p -> p.startsWith(type.endpoint() + "/")).sorted().toList();
    String path;
    if (paths.size() < KEPT) {
      ScimAnswer made = client.post(type.endpoint(), json.document(type)).expect(201);
      path = type.endpoint() + "/" + made.id();
    } else {
      path = paths.get(random.nextInt(paths.size()));
    }
    kept.put(path, client.get(path).expect(200));
    return path;
  }

  private int total(Advertised type) {
    return client.get(type.endpoint() + "?count=0").expect(200).total();
  }
}
