package com.ransomleak.provisioning.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.ScimAnswer;
import com.ransomleak.provisioning.server.ScimClient;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
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
 * Eight writers who change the same twenty people and five groups in every way there is, for a
 * while: {@code -Dparallel-writers.seconds}, 20 by default.
 */
class ParallelWritersIT {
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
  private final String[] groups = new String[GROUPS];

  @Test
  @DisplayName("Eight parallel writers never deadlock, none is answered 503, every check holds")
  void writersDoNotWaitForEachOther() throws Exception {
    for (int i = 0; i < PEOPLE; i++) {
      people[i] = client.post("/Users", person(i, new Random(i))).expect(201).id();
    }
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = client.group(name + "-g" + i);
    }
    long log = Files.size(LOG);
    long before = deadlocks();
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
        answers.keySet().stream().filter(answer -> answer.endsWith(" 503")).toList(),
        answers::toString);
    assertTrue(answers.values().stream().mapToInt(n -> n).sum() > 50, answers::toString);
    // A session tells its statistics within a second.
    Eventually.holds("statistics", () -> assertEquals(before, deadlocks()));
    assertEquals(List.of(), deadlocksIn(log));
    checksHold();
  }

  private Map<String, Integer> write(Random random, long end) {
    Map<String, Integer> answers = new TreeMap<>();
    while (System.nanoTime() < end) {
      ScimAnswer answer = request(random);
      String kind = answer.exchange().replaceFirst(" .*", "") + " " + answer.status();
      answers.merge(kind, 1, Integer::sum);
    }
    return answers;
  }

  private ScimAnswer request(Random random) {
    int i = random.nextInt(PEOPLE);
    String path = "/Users/" + people[i];
    String group = "/Groups/" + groups[random.nextInt(GROUPS)];
    return switch (random.nextInt(12)) {
      case 0 -> {
        client.delete(path);
        ScimAnswer created = client.post("/Users", person(i, random));
        if (created.status() == 201) {
          people[i] = created.id();
        }
        yield created;
      }
      case 1 -> client.patch(path, replace("externalId", key(random.nextInt(PEOPLE) + 10)));
      case 2 -> client.patch(path, active(false));
      case 3 -> client.patch(path, active(true));
      case 4 -> client.patch(path, replace(ENTERPRISE + ":manager", reference(random)));
      case 5 -> client.patch(path, replace(ENTERPRISE + ":department", department(random)));
      case 6 -> client.put(path, person(i, random));
      case 7 -> client.patch(group, members("add", random));
      case 8 -> client.patch(group, members("remove", random));
      case 9 -> client.patch(group, members("replace", random));
      case 10 -> client.post("/Bulk", circle(random));
      default -> {
        int g = random.nextInt(GROUPS);
        client.delete("/Groups/" + groups[g]);
        ScimAnswer created =
            client.post(
                "/Groups", ScimClient.groupBody(name + "-g" + g, somebody(random), people[i]));
        if (created.status() == 201) {
          groups[g] = created.id();
        }
        yield created;
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

  private static long deadlocks() throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        Statement query = database.createStatement();
        var row =
            query.executeQuery(
                "select deadlocks from pg_stat_database where datname = current_database()")) {
      row.next();
      return row.getLong(1);
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
