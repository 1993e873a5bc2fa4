package com.ransomleak.provisioning.drill;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.DatabaseChecks;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.drill.PatientClient.Exchange;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.ProxyProcess;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes as an identity provider does, {@value #WORKERS} times a second: creates, changes and
 * deletes users, and adds them to a group. It repeats what fails, and {@link #end} compares what
 * was acknowledged with what the server has.
 */
final class IdentityProvider {
  /** Each sends one write a second, and waits for its acknowledgement before the next one. */
  private static final int WORKERS = 20;

  private static final int PAGE = 200;

  private final PatientClient client;
  private final String name = ScimClient.unique();
  private final String group;
  private final List<Thread> workers = new ArrayList<>();
  private final CountDownLatch stop = new CountDownLatch(1);

  /** The last acknowledged title of each user who was not deleted, by userName. */
  private final Map<String, String> titles = new ConcurrentHashMap<>();

  /** The userName of each acknowledged creation. */
  private final Set<String> creations = ConcurrentHashMap.newKeySet();

  private final Set<String> members = ConcurrentHashMap.newKeySet();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());

  private IdentityProvider(ProxyProcess proxy, String token)
      throws IOException, GeneralSecurityException {
    client = new PatientClient(proxy, token);
    group = client.send("POST", "/Groups", ScimClient.groupBody(name)).expect(201).id();
  }

  /** Starts to write. */
  static IdentityProvider start(ProxyProcess proxy, String token)
      throws IOException, GeneralSecurityException {
    IdentityProvider started = new IdentityProvider(proxy, token);
    for (int i = 0; i < WORKERS; i++) {
      int number = i;
      Thread worker = new Thread(() -> started.work(number), "identity-provider-" + i);
      started.workers.add(worker);
      worker.start();
    }
    return started;
  }

  /** Waits until the service acknowledges writes. */
  void awaitWrites() throws Exception {
    int before = acknowledged.get();
    Eventually.holds(
        "acknowledged writes",
        PatientClient.PATIENCE,
        () -> assertTrue(acknowledged.get() > before + 2 * WORKERS));
  }

  /** Stops when each write that was begun is acknowledged, and compares. */
  Outcome end(DatabaseAccess access) throws InterruptedException, SQLException {
    stop.countDown();
    for (Thread worker : workers) {
      worker.join(2 * PatientClient.PATIENCE.toMillis());
      assertFalse(worker.isAlive(), () -> worker.getName() + " still waits for an answer");
    }
    Map<String, Integer> failures = client.failures();
    Duration longest = client.longest();
    String attempts = client.longestAttempts();
    List<String> lost = new ArrayList<>();
    List<String> doubled = new ArrayList<>();
    compareUsers(lost, doubled);
    compareMembers(lost, doubled);
    compareCreations(access, lost, doubled);
    return new Outcome(
        acknowledged.get(), lost, doubled, List.copyOf(wrong), failures, longest, attempts);
  }

  private void work(int number) {
    try {
      String userName = null;
      String id = null;
      long next = System.nanoTime() + Duration.ofSeconds(1).toNanos() * number / WORKERS;
      for (int step = 0; !stop.await(next - System.nanoTime(), TimeUnit.NANOSECONDS); step++) {
        if (step % 4 == 0) {
          userName = name + "-" + number + "-" + step;
          id = create(userName);
        } else {
          change(userName, id, step);
        }
        acknowledged.incrementAndGet();
        next = Math.max(next + Duration.ofSeconds(1).toNanos(), System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | AssertionError e) {
      wrong.add(e.toString());
    }
  }

  /** A 409 for a repeated request can mean that an earlier attempt succeeded. */
  private String create(String userName) {
    Exchange created = client.send("POST", "/Users", ScimClient.userBody(userName, title(0)));
    String id =
        created.isRepeated() && created.status() == 409
            ? client
                .send("GET", "/Users?filter=userName eq \"" + userName + "\"", null)
                .expect(200)
                .text("/Resources/0/id")
            : created.expect(201).id();
    creations.add(userName);
    titles.put(userName, "0");
    return id;
  }

  private void change(String userName, String id, int step) {
    if (step % 4 == 1) {
      String add =
          "{\"op\":\"add\",\"path\":\"members\",\"value\":" + ScimClient.memberList(id) + "}";
      client.send("PATCH", "/Groups/" + group, ScimClient.patchBody(add)).expect(204);
      members.add(id);
    } else if (step % 8 == 7) {
      Exchange deleted = client.send("DELETE", "/Users/" + id, null);
      // A 404 for a repeated request means that an earlier attempt succeeded.
      deleted.expect(deleted.isRepeated() && deleted.status() == 404 ? 404 : 204);
      titles.remove(userName);
      members.remove(id);
    } else {
      String replace = "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"" + step + "\"}";
      Exchange changed =
          step % 4 == 2
              ? client.send("PATCH", "/Users/" + id, ScimClient.patchBody(replace))
              : client.send("PUT", "/Users/" + id, ScimClient.userBody(userName, title(step)));
      changed.expect(200);
      titles.put(userName, Integer.toString(step));
    }
  }

  private static String title(int step) {
    return ",\"title\":\"" + step + "\"";
  }

  private void compareUsers(List<String> lost, List<String> doubled) {
    Map<String, String> missing = new TreeMap<>(titles);
    Set<String> seen = ConcurrentHashMap.newKeySet();
    for (int start = 1, total = 1; start <= total; start += PAGE) {
      ScimAnswer page =
          client
              .send(
                  "GET",
                  "/Users?filter=userName sw \"%s-\"&sortBy=userName&startIndex=%d&count=%d"
                      .formatted(name, start, PAGE),
                  null)
              .expect(200);
      total = page.total();
      for (JsonObject user : page.json().getJsonArray("Resources").getValuesAs(JsonObject.class)) {
        String userName = user.getString("userName");
        String expected = missing.remove(userName);
        if (!seen.add(userName)) {
          doubled.add(userName);
        } else if (!user.getString("title").equals(expected)) {
          lost.add(userName + " has the title " + user.getString("title") + ", not " + expected);
        }
      }
    }
    lost.addAll(missing.keySet());
  }

  private void compareMembers(List<String> lost, List<String> doubled) {
    Set<String> missing = ConcurrentHashMap.newKeySet();
    missing.addAll(members);
    ScimAnswer found = client.send("GET", "/Groups/" + group, null).expect(200);
    for (JsonObject member : found.json().getJsonArray("members").getValuesAs(JsonObject.class)) {
      if (!missing.remove(member.getString("value"))) {
        doubled.add("member " + member.getString("value"));
      }
    }
    missing.forEach(id -> lost.add("member " + id));
  }

  /** userName is unique, so only the activity shows that a user was created twice. */
  private void compareCreations(DatabaseAccess access, List<String> lost, List<String> doubled)
      throws SQLException {
    List<String> recorded = new ArrayList<>();
    try (Connection migrator = access.connectAsMigrator()) {
      DatabaseChecks.rows(
              migrator,
              "select resource_name from provisioning.activity where action = 'user.created'"
                  + " and starts_with(resource_name, '"
                  + name
                  + "-')")
          .forEach(userName -> recorded.add(userName.strip()));
    }
    for (String userName : creations) {
      int times = Collections.frequency(recorded, userName);
      if (times == 0) {
        lost.add("the activity of " + userName);
      } else if (times > 1) {
        doubled.add(userName + " was created " + times + " times");
      }
    }
  }
}
