package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.ScimAnswer;
import com.ransomleak.provisioning.server.ScimClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * L-05: SCIM cannot lock a tenant out of its console, shown by trying. An administrator has allowed
 * pushes to the role Administrator; four clients at once send whatever takes administrators away,
 * at random. Whatever is refused and whatever succeeds, somebody is left who can sign in.
 */
class LockOutIT {
  private static final String TENANT = "vault";
  private static final int CLIENTS = 4;
  private static final int ATTEMPTS = 60;

  private final ScimClient client = ScimClient.of(TENANT);

  @Test
  @DisplayName("L-05: whatever SCIM does to administrators, one is left who can sign in")
  void somebodyIsLeft() throws Exception {
    long seed = System.nanoTime();
    List<String> names = new ArrayList<>(List.of(Browser.ADMINISTRATOR));
    List<String> ids = new ArrayList<>(List.of(idOf(Browser.ADMINISTRATOR)));
    for (int i = 0; i < 4; i++) {
      names.add(ScimClient.unique());
      ids.add(client.user(names.get(i + 1)));
    }
    String role =
        client.get("/Groups?filter=displayName eq \"Administrator\"").text("/Resources/0/id");
    allowPushes();
    for (String id : ids) {
      client.patch("/Groups/" + role, add(id)).expect(204);
    }
    names.forEach(name -> ConsoleClient.at(TENANT).signedIn(name));

    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(seed + i);
        running.add(
            threads.submit(
                () -> {
                  for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                    ScimAnswer answer = attempt(random, role, names, ids);
                    assertTrue(answer.status() < 500, () -> answer + " of seed " + seed);
                  }
                }));
      }
      for (Future<?> done : running) {
        done.get(3, TimeUnit.MINUTES);
      }
    } finally {
      threads.shutdownNow();
    }

    List<String> left = administrators();
    assertTrue(!left.isEmpty(), "Nobody is left; seed " + seed);
    ConsoleClient survivor = ConsoleClient.at(TENANT).signedIn(left.get(0));
    assertEquals(
        200, survivor.get("/admin/integrations/scim-provisioning").status(), "seed " + seed);
  }

  private ScimAnswer attempt(Random random, String role, List<String> names, List<String> ids) {
    int who = random.nextInt(ids.size());
    String user = "/Users/" + ids.get(who);
    String group = "/Groups/" + role;
    return switch (random.nextInt(11)) {
      case 0 -> client.patch(user, "{\"op\":\"replace\",\"value\":{\"active\":false}}");
      case 1 -> client.patch(user, "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}");
      case 2 -> client.put(user, ScimClient.userBody(names.get(who), ",\"active\":false"));
      case 3 -> client.delete(user);
      case 4 ->
          client.patch(
              group,
              "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + ids.get(who) + "\\\"]\"}");
      case 5 -> client.patch(group, "{\"op\":\"remove\",\"path\":\"members\"}");
      case 6 -> client.put(group, ScimClient.groupBody("Administrator"));
      case 7 -> client.delete(group);
      case 8 -> client.patch(group, "{\"op\":\"replace\",\"path\":\"members\",\"value\":[]}");
      case 9 -> client.patch(group, add(ids.get(who)));
      default -> client.patch(user, "{\"op\":\"replace\",\"value\":{\"active\":true}}");
    };
  }

  private String idOf(String userName) {
    return client.get("/Users?filter=userName eq \"" + userName + "\"").text("/Resources/0/id");
  }

  private static String add(String user) {
    return "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + user + "\"}]}";
  }

  private static void allowPushes() throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var update =
            database.prepareStatement(
                "update provisioning.role r set push_allowed = true from provisioning.tenant t"
                    + " where t.tenant_id = r.tenant_id and t.subdomain = ? and r.built_in")) {
      update.setString(1, TENANT);
      update.executeUpdate();
    }
  }

  private static List<String> administrators() throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var query =
            database.prepareStatement(
                "select distinct u.document ->> 'userName' from provisioning.scim_user u"
                    + " join provisioning.role_member m on m.tenant_id = u.tenant_id and m.user_id"
                    + " = u.id join provisioning.role_permission p on p.tenant_id = m.tenant_id and"
                    + " p.role_id = m.role_id join provisioning.tenant t on t.tenant_id ="
                    + " u.tenant_id where t.subdomain = ? and u.active and p.permission ="
                    + " 'MANAGE_INTEGRATIONS'")) {
      query.setString(1, TENANT);
      try (var rows = query.executeQuery()) {
        List<String> names = new ArrayList<>();
        while (rows.next()) {
          names.add(rows.getString(1));
        }
        return names;
      }
    }
  }
}
