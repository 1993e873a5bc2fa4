package com.ransomleak.provisioning.user;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What PostgreSQL says about waiting while people are deactivated and reactivated. */
@TestTenant("parallel")
class DeactivationLocksIT {
  private static final int WRITERS = 8;
  private static final Duration TIME = Duration.ofSeconds(4);

  private final ScimClient client = ScimClient.of("parallel");
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("B3: deactivating people without administrative roles waits for no lock")
  void deactivationsDoNotWaitForEachOther() throws Exception {
    List<String> people = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      people.add("/Users/" + client.user(name + "-" + i));
    }
    long end = System.nanoTime() + TIME.toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try (Connection superuser = ServerDatabase.superuser();
        Statement statement = superuser.createStatement()) {
      List<Future<Integer>> writers = new ArrayList<>();
      for (String person : people) {
        writers.add(threads.submit(() -> toggle(person, end)));
      }
      long waiting = 0;
      long active = 0;
      while (System.nanoTime() < end) {
        try (var row =
            statement.executeQuery(
                "select count(*) filter (where wait_event_type = 'Lock'), count(*) from"
                    + " pg_stat_activity where usename = 'provisioning_app' and state <>"
                    + " 'idle'")) {
          row.next();
          waiting += row.getLong(1);
          active += row.getLong(2);
        }
      }
      int changes = 0;
      for (Future<Integer> writer : writers) {
        changes += writer.get();
      }
      System.out.printf(
          "%d changes of active by %d writers: %d of %d samples wait for a lock%n",
          changes, WRITERS, waiting, active);
      assertTrue(changes > WRITERS && active > 100, changes + " changes, " + active + " samples");
      assertTrue(waiting < active / 20, waiting + " of " + active + " samples wait for a lock");
    } finally {
      threads.shutdownNow();
    }
  }

  private int toggle(String person, long end) {
    int changes = 0;
    while (System.nanoTime() < end) {
      client
          .patch(person, "{\"op\":\"replace\",\"value\":{\"active\":" + (changes % 2 == 1) + "}}")
          .expect(200);
      changes++;
    }
    return changes;
  }
}
