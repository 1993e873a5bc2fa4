package com.ransomleak.provisioning.org;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.client.Together;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Managers and reports that arrive in random order, on eight threads. */
@TestTenant("stark")
class ManagersInAnyOrderIT {
  private static final int THREADS = 8;
  private static final int PEOPLE = 80;
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  private final ScimClient client = ScimClient.of("stark");
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("Whatever the order, every line is linked after a sweep at most")
  void everyLineIsLinkedInTheEnd() throws Exception {
    long seed = System.nanoTime();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(seed));

    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      List<Integer> mine =
          order.subList(thread * PEOPLE / THREADS, (thread + 1) * PEOPLE / THREADS);
      tasks.add(
          () -> {
            mine.forEach(this::create);
            return mine.size();
          });
    }
    assertEquals(PEOPLE, Together.run(tasks).stream().mapToInt(i -> i).sum());

    // All but the first report to somebody; the timer sweeps each second in these tests.
    Eventually.holds(
        "linked, of seed " + seed, () -> assertEquals(PEOPLE - 1, linked(), "seed " + seed));
  }

  /** Person n reports to person n / 3, by externalId. */
  private void create(int n) {
    String manager =
        n == 0 ? "" : ",\"%s\":{\"manager\":{\"value\":\"%s\"}}".formatted(ENTERPRISE, key(n / 3));
    client
        .post(
            "/Users",
            ScimClient.userBody("p" + key(n), ",\"externalId\":\"" + key(n) + "\"" + manager))
        .expect(201);
  }

  private String key(int n) {
    return name + "-" + n;
  }

  private int linked() throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var query =
            database.prepareStatement(
                "select count(*) from provisioning.scim_user u join provisioning.scim_user m on"
                    + " m.tenant_id = u.tenant_id and m.id = u.manager_id and m.external_id ="
                    + " u.manager_reference where u.external_id like ?")) {
      query.setString(1, name + "-%");
      try (var row = query.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
