package com.ransomleak.provisioning.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.server.RunningServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Sends the same request from several threads while a test checks that others are served. */
public final class Attack implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int concurrent;
  private final Supplier<ScimAnswer> request;
  private final long logBefore;

  public Attack(int concurrent, Supplier<ScimAnswer> request) throws IOException {
    this.concurrent = concurrent;
    this.request = request;
    this.logBefore = Files.size(RunningServer.get().log());
  }

  /**
   * Checks that another tenant and {@code /health} get responses within two seconds during the
   * attack, and that the server never ran out of memory.
   *
   * @param rounds how often each attacker sends its request
   * @return the statuses that the attackers got
   */
  public Set<Integer> whileOthersAreServed(String tenant, int rounds) throws Exception {
    ScimClient other = ScimClient.of(tenant);
    other.get("/Users?count=1").expect(200);
    List<Future<Set<Integer>>> attackers = new ArrayList<>();
    for (int i = 0; i < concurrent; i++) {
      attackers.add(threads.submit(() -> send(rounds)));
    }
    int served = 0;
    while (attackers.stream().anyMatch(attacker -> !attacker.isDone())) {
      inTime(() -> assertEquals(200, other.get("/Users?count=1").status()));
      inTime(() -> assertEquals(200, health()));
      served++;
    }
    assertTrue(served > 0);
    Set<Integer> statuses = new TreeSet<>();
    for (Future<Set<Integer>> attacker : attackers) {
      statuses.addAll(attacker.get(1, TimeUnit.MINUTES));
    }
    assertFalse(logged().contains("OutOfMemoryError"), "the server ran out of memory");
    return statuses;
  }

  private Set<Integer> send(int rounds) {
    Set<Integer> statuses = new TreeSet<>();
    for (int i = 0; i < rounds; i++) {
      statuses.add(request.get().status());
    }
    return statuses;
  }

  private static void inTime(Runnable answered) {
    long start = System.nanoTime();
    answered.run();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(PATIENCE) < 0, () -> "answered after " + took);
  }

  private static int health() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) RunningServer.get().health().toURL().openConnection();
      connection.setReadTimeout((int) PATIENCE.toMillis());
      return connection.getResponseCode();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String logged() throws IOException {
    try (var log = Files.newInputStream(RunningServer.get().log())) {
      log.skipNBytes(logBefore);
      return new String(log.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
