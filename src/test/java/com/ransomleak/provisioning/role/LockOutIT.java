package com.ransomleak.provisioning.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * L-05: SCIM cannot lock a tenant out of its console, shown by trying. An administrator has allowed
 * pushes to the role Administrator; four clients at once send whatever takes administrators away,
 * at random. Whatever is refused and whatever succeeds, somebody is left who can sign in: who never
 * set a password cannot.
 */
@TestTenant(value = "vault", administrator = true)
@TestTenant(value = "knox", administrator = true)
class LockOutIT {
  private static final String TENANT = "vault";

  /** Whose administrator has no password at first. */
  private static final String UNENTERED = "knox";

  private static final String OFF = "{\"op\":\"replace\",\"value\":{\"active\":false}}";
  private static final String ON = "{\"op\":\"replace\",\"value\":{\"active\":true}}";
  private static final int CLIENTS = 4;
  private static final int ATTEMPTS = 60;
  private static final int REPETITIONS = 10;
  private final ScimClient client = ScimClient.of(TENANT);

  @Test
  @DisplayName("Whatever SCIM does to administrators, one who can sign in is left (L-05)")
  void somebodyIsLeft() throws Exception {
    long seed = System.nanoTime();
    List<String> names = new ArrayList<>(List.of(Browser.ADMINISTRATOR));
    List<String> ids = new ArrayList<>(List.of(idOf(client, Browser.ADMINISTRATOR)));
    for (int i = 0; i < 4; i++) {
      names.add(ScimClient.unique());
      ids.add(client.user(names.get(i + 1)));
    }
    String role = administratorRole(client);
    allowPushes(TENANT);
    for (String id : ids) {
      client.patch("/Groups/" + role, add(id)).expect(204);
    }
    // The others never set a password.
    names.subList(0, 3).forEach(name -> ConsoleClient.at(TENANT).signedIn(name));

    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(seed + i);
        running.add(
            threads.submit(
                () -> {
                  for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                    ScimAnswer answer = answered(attempt(random, role, names, ids));
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

  @Test
  @DisplayName("Administrators with a password can be the last ones left (L-05)")
  void whoNeverSetAPasswordIsNotTheOneWhoIsLeft() throws Exception {
    ScimClient okta = ScimClient.of(UNENTERED);
    String first = idOf(okta, Browser.ADMINISTRATOR);
    String userName = ScimClient.unique();
    String second = okta.user(userName);
    String role = "/Groups/" + administratorRole(okta);
    allowPushes(UNENTERED);
    okta.patch(role, add(second)).expect(204);

    // Nobody can sign in yet: one of them is as good as the other.
    okta.patch(role, remove(first)).expect(204);
    okta.patch(role, remove(second)).expect(409);
    okta.patch("/Users/" + second, OFF).expect(409);
    okta.patch(role, add(first)).expect(204);

    ConsoleClient.at(UNENTERED).signedIn(Browser.ADMINISTRATOR);
    for (ScimAnswer answer :
        List.of(
            okta.patch("/Users/" + first, OFF),
            okta.delete("/Users/" + first),
            okta.patch(role, remove(first)),
            okta.patch(role, "{\"op\":\"remove\",\"path\":\"members\"}"),
            okta.put(role, ScimClient.groupBody("Administrator", second)))) {
      assertTrue(answer.expect(409).detail().contains("password"), answer::toString);
    }
    okta.patch(role, remove(second)).expect(204);
    okta.patch(role, add(second)).expect(204);

    ConsoleClient.at(UNENTERED).signedIn(userName);
    okta.patch("/Users/" + first, OFF).expect(200);
    okta.patch("/Users/" + second, OFF).expect(409);
    okta.patch("/Users/" + first, ON).expect(200);
    okta.patch("/Users/" + second, OFF).expect(200);
  }

  /**
   * Where too many met, the answer says that nothing was changed: whoever is told so repeats it.
   */
  private static ScimAnswer answered(Supplier<ScimAnswer> request) {
    ScimAnswer answer = request.get();
    for (int again = 0; answer.status() == 503 && again < REPETITIONS; again++) {
      answer = request.get();
    }
    return answer;
  }

  private Supplier<ScimAnswer> attempt(
      Random random, String role, List<String> names, List<String> ids) {
    int who = random.nextInt(ids.size());
    String user = "/Users/" + ids.get(who);
    String group = "/Groups/" + role;
    return switch (random.nextInt(11)) {
      case 0 -> () -> client.patch(user, "{\"op\":\"replace\",\"value\":{\"active\":false}}");
      case 1 ->
          () -> client.patch(user, "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}");
      case 2 -> () -> client.put(user, ScimClient.userBody(names.get(who), ",\"active\":false"));
      case 3 -> () -> client.delete(user);
      case 4 -> () -> client.patch(group, remove(ids.get(who)));
      case 5 -> () -> client.patch(group, "{\"op\":\"remove\",\"path\":\"members\"}");
      case 6 -> () -> client.put(group, ScimClient.groupBody("Administrator"));
      case 7 -> () -> client.delete(group);
      case 8 -> () -> client.patch(group, "{\"op\":\"replace\",\"path\":\"members\",\"value\":[]}");
      case 9 -> () -> client.patch(group, add(ids.get(who)));
      default -> () -> client.patch(user, "{\"op\":\"replace\",\"value\":{\"active\":true}}");
    };
  }

  private static String idOf(ScimClient client, String userName) {
    return client.get("/Users?filter=userName eq \"" + userName + "\"").text("/Resources/0/id");
  }

  private static String administratorRole(ScimClient client) {
    return client.get("/Groups?filter=displayName eq \"Administrator\"").text("/Resources/0/id");
  }

  private static String add(String user) {
    return "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + user + "\"}]}";
  }

  private static String remove(String user) {
    return "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + user + "\\\"]\"}";
  }

  private static void allowPushes(String tenant) throws SQLException {
    ServerDatabase.run(
        "update provisioning.role set push_allowed = true where built_in and "
            + ServerDatabase.ofTenant(tenant));
  }

  /** Active people who can manage integrations, and have a password to sign in with. */
  private static List<String> administrators() throws SQLException {
    return ServerDatabase.strings(
        """
        select distinct u.user_name from provisioning.scim_user u
        join provisioning.credential c on c.tenant_id = u.tenant_id and c.user_id = u.id
        join provisioning.role_member m on m.tenant_id = u.tenant_id and m.user_id = u.id
        join provisioning.role_permission p on p.tenant_id = m.tenant_id and p.role_id = m.role_id
        where u.active and p.permission = 'MANAGE_INTEGRATIONS' and u.\
        """
            + ServerDatabase.ofTenant(TENANT));
  }
}
