package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.client.Together;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Eight writers who change the same twenty people and five groups in every way there is, and the
 * members of a sixth, which may manage integrations, so that somebody must stay in it, for a while:
 * {@code -Dparallel-writers.seconds}, 20 by default.
 */
@TestTenant("parallel")
class ConcurrentWritersIT {
  private static final int WRITERS = 8;
  private static final int PEOPLE = 20;
  private static final int GROUPS = 5;
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("parallel-writers.seconds", 20));
  private static final Path LOG =
      ProjectFiles.file("target", "server-tests", "database", "postgresql.log");
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  private final ScimClient client = ScimClient.of("parallel");
  private final String name = ScimClient.unique();
  private final String[] people = new String[PEOPLE];
  private final String[] groups = new String[GROUPS + 1];

  @Test
  @DisplayName("Eight parallel writers never deadlock, none is answered 5xx, every check holds")
  void writersDoNotWaitForEachOther() throws Exception {
    for (int i = 0; i < PEOPLE; i++) {
      people[i] = client.post("/Users", person(i, new Random(i))).expect(201).id();
    }
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = client.group(name + "-g" + i);
    }
    groups[GROUPS] = client.group(name + "-administrators", people[0], people[1]);
    allowIntegrations(groups[GROUPS]);
    long log = Files.size(LOG);
    long seed = System.nanoTime();
    long end = System.nanoTime() + TIME.toNanos();
    List<Callable<Map<String, Integer>>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      Random random = new Random(seed + i);
      writers.add(() -> write(random, end));
    }
    Map<String, Integer> answers = new TreeMap<>();
    Together.run(writers)
        .forEach(own -> own.forEach((answer, n) -> answers.merge(answer, n, Integer::sum)));
    System.out.println("Parallel writers for " + TIME.toSeconds() + " s: " + answers);
    assertEquals(
        List.of(),
        answers.keySet().stream().filter(answer -> answer.matches(".* 5..")).toList(),
        answers::toString);
    assertTrue(answers.values().stream().mapToInt(n -> n).sum() > 50, answers::toString);
    assertEquals(List.of(), deadlocksIn(log));
    checksHold();
  }

  private Map<String, Integer> write(Random random, long end) {
    Map<String, Integer> answers = new TreeMap<>();
    while (System.nanoTime() < end) {
      request(random).forEach(answer -> count(answer, answers));
    }
    return answers;
  }

  private static void count(ScimAnswer answer, Map<String, Integer> answers) {
    String kind = answer.exchange().replaceFirst(" .*", "");
    answers.merge(kind + " " + answer.status(), 1, Integer::sum);
    if (answer.status() == 200 && answer.exchange().contains("/Bulk")) {
      for (JsonObject operation :
          answer.json().getJsonArray("Operations").getValuesAs(JsonObject.class)) {
        answers.merge("Bulk " + operation.getString("status"), 1, Integer::sum);
      }
    }
  }

  private List<ScimAnswer> request(Random random) {
    int i = random.nextInt(PEOPLE);
    String path = "/Users/" + people[i];
    String group = "/Groups/" + groups[random.nextInt(GROUPS + 1)];
    return switch (random.nextInt(12)) {
      case 0 -> {
        ScimAnswer deleted = client.delete(path);
        ScimAnswer created = client.post("/Users", person(i, random));
        if (created.status() == 201) {
          people[i] = created.id();
        }
        yield List.of(deleted, created);
      }
      case 1 ->
          List.of(client.patch(path, replace("externalId", key(random.nextInt(PEOPLE) + 10))));
      case 2 -> List.of(client.patch(path, active(false)));
      case 3 -> List.of(client.patch(path, active(true)));
      case 4 -> List.of(client.patch(path, replace(ENTERPRISE + ":manager", reference(random))));
      case 5 ->
          List.of(client.patch(path, replace(ENTERPRISE + ":department", department(random))));
      case 6 -> List.of(client.put(path, person(i, random)));
      case 7 -> List.of(client.patch(group, members("add", random)));
      case 8 -> List.of(client.patch(group, members("remove", random)));
      case 9 -> List.of(client.patch(group, members("replace", random)));
      case 10 -> List.of(client.post("/Bulk", circle(random)));
      default -> {
        int g = random.nextInt(GROUPS);
        ScimAnswer deleted = client.delete("/Groups/" + groups[g]);
        ScimAnswer created =
            client.post(
                "/Groups", ScimClient.groupBody(name + "-g" + g, somebody(random), people[i]));
        if (created.status() == 201) {
          groups[g] = created.id();
        }
        yield List.of(deleted, created);
      }
    };
  }

  private String person(int i, Random random) {
    return ScimClient.userBody(
        name + "-" + i,
        ",\"externalId\":\"%s\",\"%s\":{\"department\":\"%s\",\"manager\":{\"value\":\"%s\"}}"
            .formatted(key(i), ENTERPRISE, department(random), reference(random)));
  }

  /** Two people who report to each other, under names that others use, too. */
  private String circle(Random random) {
    int first = random.nextInt(PEOPLE);
    int second = (first + 1 + random.nextInt(PEOPLE - 1)) % PEOPLE;
    return """
    {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[
    {"method":"POST","path":"/Users","bulkId":"a","data":%s},
    {"method":"POST","path":"/Users","bulkId":"b","data":%s}]}\
    """
        .formatted(member(first, "b", random), member(second, "a", random));
  }

  private String member(int i, String manager, Random random) {
    return ScimClient.userBody(
        name + "-" + (random.nextInt(4) == 0 ? i : "c" + random.nextInt(1_000_000)),
        ",\"externalId\":\"%s\",\"%s\":{\"department\":\"%s\",\"manager\":{\"value\":\"bulkId:%s\"}}"
            .formatted(
                random.nextInt(4) == 0 ? key(i) : key(1000 + random.nextInt(1_000_000)),
                ENTERPRISE,
                department(random),
                manager));
  }

  /** By externalId, id or userName; half of them of nobody, who may come. */
  private String reference(Random random) {
    int i = random.nextInt(PEOPLE * 2);
    return switch (random.nextInt(3)) {
      case 0 -> key(i);
      case 1 -> people[i % PEOPLE] == null ? key(i) : people[i % PEOPLE];
      default -> name + "-" + i;
    };
  }

  private String department(Random random) {
    return name + " " + (random.nextInt(8) == 0 ? random.nextInt(10_000) : random.nextInt(4));
  }

  private String members(String op, Random random) {
    return "{\"op\":\"%s\",\"path\":\"members\",\"value\":%s}"
        .formatted(op, ScimClient.memberList(somebody(random), somebody(random), somebody(random)));
  }

  private String somebody(Random random) {
    return people[random.nextInt(PEOPLE)];
  }

  private String key(int i) {
    return name + "-e" + i;
  }

  private static String active(boolean active) {
    return "{\"op\":\"replace\",\"value\":{\"active\":" + active + "}}";
  }

  private static String replace(String path, String value) {
    return "{\"op\":\"replace\",\"path\":\"" + path + "\",\"value\":\"" + value + "\"}";
  }

  /** What the product refuses for groups that an identity provider may push. */
  private static void allowIntegrations(String group) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        PreparedStatement insert =
            database.prepareStatement(
                "insert into provisioning.role_permission (tenant_id, role_id, permission) select"
                    + " tenant_id, id, 'MANAGE_INTEGRATIONS' from provisioning.role where id ="
                    + " cast(? as uuid)")) {
      insert.setString(1, group);
      assertEquals(1, insert.executeUpdate());
    }
  }

  private static List<String> deadlocksIn(long from) throws Exception {
    try (InputStream log = Files.newInputStream(LOG)) {
      log.skipNBytes(from);
      List<String> lines = new String(log.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      List<String> found = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).contains("deadlock detected")) {
          found.addAll(lines.subList(i, Math.min(lines.size(), i + 12)));
        }
      }
      return found;
    }
  }

  private static void checksHold() throws Exception {
    List<Path> checks;
    try (Stream<Path> files = Files.list(ProjectFiles.file("db", "checks"))) {
      checks = files.sorted().toList();
    }
    for (Path check : checks) {
      String sql = Files.readString(check).strip().replaceFirst(";$", "");
      Eventually.holds(
          check.toString(),
          () -> {
            try (Connection database = RunningServer.get().access().connectAsMigrator();
                Statement query = database.createStatement();
                var rows =
                    query.executeQuery(
                        "select c::text from ("
                            + sql
                            + ") c where tenant_id = (select tenant_id from provisioning.tenant"
                            + " where subdomain = 'parallel')")) {
              List<String> found = new ArrayList<>();
              while (rows.next()) {
                found.add(rows.getString(1));
              }
              assertEquals(List.of(), found);
            }
          });
    }
  }
}
