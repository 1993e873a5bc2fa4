package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.client.Together;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What several requests at once must leave behind. */
@TestTenant("stark")
class ConcurrentChangesIT {
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  private final ScimClient client = ScimClient.of("stark");
  private final String name = ScimClient.unique();

  /**
   * Forty are more than the connections of a pool: those that wait must not starve the one at work.
   */
  @RepeatedTest(3)
  @DisplayName("M-41, known bug 3: 40 parallel additions leave 40 members")
  void parallelAdditionsLoseNobody() throws Exception {
    List<String> users = users(40);
    String group = client.group(name);
    List<ScimAnswer> answers =
        Together.run(
            users.stream()
                .<Callable<ScimAnswer>>map(user -> () -> member("add", group, user))
                .toList());
    assertEquals(
        Set.of(204),
        answers.stream().map(ScimAnswer::status).collect(Collectors.toSet()),
        answers::toString);
    assertEquals(Set.copyOf(users), members(group));
  }

  @RepeatedTest(3)
  @DisplayName(
      "V-05: whoever changes a group is told the version of that change, not of a later one")
  void theOwnVersionIsAnswered() throws Exception {
    String group = "/Groups/" + client.group(name);
    List<Callable<ScimAnswer>> changes = new ArrayList<>();
    for (String user : users(40)) {
      String addition =
          "{\"op\":\"add\",\"path\":\"members\",\"value\":" + ScimClient.memberList(user) + "}";
      changes.add(() -> client.patch(group + "?attributes=displayName", addition).expect(200));
    }
    List<String> versions = Together.run(changes).stream().map(ScimAnswer::etag).toList();
    assertEquals(40, Set.copyOf(versions).size(), versions::toString);
  }

  @RepeatedTest(3)
  @DisplayName("V-06: a group that loses whom it just got to a DELETE has another version")
  void aDeletionBesideAnAdditionMovesTheVersion() throws Exception {
    for (String user : users(20)) {
      String group = client.group(ScimClient.unique());
      String before = client.get("/Groups/" + group).etag();
      List<ScimAnswer> answers =
          Together.run(
              List.of(
                  () -> member("add", group, user).expect(204),
                  () -> client.delete("/Users/" + user).expect(204)));
      ScimAnswer after = client.get("/Groups/" + group);
      assertNull(after.value("/members/0"), after::toString);
      String added = answers.get(0).etag();
      assertTrue(before.equals(added) || !after.etag().equals(added), after::toString);
    }
  }

  @Test
  @DisplayName("M-41: parallel additions and removals each have their effect")
  void parallelAdditionsAndRemovals() throws Exception {
    List<String> stay = users(8);
    List<String> leave = users(8);
    String group = client.group(name, leave.toArray(String[]::new));
    List<Callable<ScimAnswer>> tasks = new ArrayList<>();
    stay.forEach(user -> tasks.add(() -> member("add", group, user)));
    leave.forEach(user -> tasks.add(() -> member("remove", group, user)));
    Collections.shuffle(tasks);
    Together.run(tasks).forEach(answer -> answer.expect(204));
    assertEquals(Set.copyOf(stay), members(group));
  }

  @Test
  @DisplayName("M-41, B-03: bulk requests and single ones on one group lose nobody")
  void bulkAndSingleRequestsLoseNobody() throws Exception {
    List<String> users = users(60);
    String group = client.group(name);
    List<Callable<ScimAnswer>> tasks = new ArrayList<>();
    users.subList(0, 20).forEach(user -> tasks.add(() -> member("add", group, user)));
    tasks.add(() -> client.post("/Bulk", additions(group, users.subList(20, 40))));
    tasks.add(() -> client.post("/Bulk", additions(group, users.subList(40, 60))));
    for (ScimAnswer answer : Together.run(tasks)) {
      assertTrue(answer.status() == 204 || answer.expect(200).status() == 200);
      assertTrue(answer.status() == 204 || !answer.body().contains("response"), answer::toString);
    }
    assertEquals(Set.copyOf(users), members(group));
  }

  private static String additions(String group, List<String> users) {
    return users.stream()
        .map(
            user ->
                "{\"method\":\"PATCH\",\"path\":\"/Groups/%s\",\"data\":%s}"
                    .formatted(
                        group,
                        ScimClient.patchBody(
                            "{\"op\":\"add\",\"path\":\"members\",\"value\":"
                                + ScimClient.memberList(user)
                                + "}")))
        .collect(
            Collectors.joining(
                ",",
                "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":[",
                "]}"));
  }

  @RepeatedTest(3)
  @DisplayName("C-04, B-03: of two identical bulk requests each creates what the other does not")
  void identicalBulkRequestsShareTheWork() throws Exception {
    List<String> creations =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    "{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"%d\",\"data\":%s}"
                        .formatted(i, ScimClient.userBody(name + "-" + i, "")))
            .toList();
    String body = "{\"Operations\":" + creations + "}";
    List<ScimAnswer> answers = twice(() -> client.post("/Bulk", body));
    for (int i = 0; i < 10; i++) {
      String result = "/Operations/" + i + "/status";
      assertEquals(
          Set.of("201", "409"),
          Set.of(answers.get(0).text(result), answers.get(1).text(result)),
          answers::toString);
    }
    for (int i = 0; i < 10; i++) {
      client.delete("/Users/" + idOf("userName", name + "-" + i)).expect(204);
    }
  }

  @RepeatedTest(3)
  @DisplayName("W-11: parallel PATCHes of different attributes of one user keep both")
  void parallelPatchesKeepBoth() throws Exception {
    String user = "/Users/" + client.user(ScimClient.unique());
    List<String> attributes = List.of("title", "nickName", "displayName", "userType", "locale");
    Together.run(
            attributes.stream()
                .<Callable<ScimAnswer>>map(
                    attribute ->
                        () ->
                            client.patch(
                                user,
                                "{\"op\":\"replace\",\"path\":\"%s\",\"value\":\"v\"}"
                                    .formatted(attribute)))
                .toList())
        .forEach(answer -> answer.expect(200));
    ScimAnswer after = client.get(user);
    attributes.forEach(attribute -> assertEquals("v", after.text("/" + attribute), attribute));
  }

  @RepeatedTest(3)
  @DisplayName("C-04: two identical creates give one 201 and one 409")
  void oneOfTwoCreatesWins() throws Exception {
    String body = ScimClient.userBody(ScimClient.unique(), ",\"externalId\":\"" + name + "\"");
    assertEquals(List.of(201, 409), statuses(twice(() -> client.post("/Users", body))));
    String group = ScimClient.groupBody(ScimClient.unique());
    assertEquals(List.of(201, 409), statuses(twice(() -> client.post("/Groups", group))));
    client.delete("/Users/" + idOf("externalId", name)).expect(204);
  }

  @RepeatedTest(3)
  @DisplayName("V-04, known bug 20: two PUTs with one If-Match give one 200 and one 412")
  void oneOfTwoReplacementsWins() throws Exception {
    String userName = ScimClient.unique();
    String user = "/Users/" + client.user(userName);
    ScimClient conditional = client.with("If-Match", client.get(user).etag());
    List<Callable<ScimAnswer>> replacements =
        List.of(
            () -> conditional.put(user, ScimClient.userBody(userName, ",\"title\":\"a\"")),
            () -> conditional.put(user, ScimClient.userBody(userName, ",\"title\":\"b\"")));
    assertEquals(List.of(200, 412), statuses(Together.run(replacements)));
    String group = "/Groups/" + client.group(ScimClient.unique());
    ScimClient onGroup = client.with("If-Match", client.get(group).etag());
    assertEquals(
        List.of(200, 412),
        statuses(twice(() -> onGroup.put(group, ScimClient.groupBody(ScimClient.unique())))));
  }

  @Test
  @DisplayName("Requests that create the same team at once end with one team")
  void oneTeamIsMade() throws Exception {
    String team = "Team " + name;
    List<Callable<ScimAnswer>> tasks =
        IntStream.range(0, 8)
            .<Callable<ScimAnswer>>mapToObj(
                i ->
                    () ->
                        client.post(
                            "/Users",
                            ScimClient.userBody(
                                ScimClient.unique(),
                                ",\"%s\":{\"department\":\"%s\"}".formatted(ENTERPRISE, team))))
            .toList();
    Together.run(tasks).forEach(answer -> answer.expect(201));
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var query =
            database.prepareStatement(
                "select count(distinct t.id), count(u.id) from provisioning.team t left join"
                    + " provisioning.scim_user u on u.tenant_id = t.tenant_id and u.team_id = t.id"
                    + " where t.name = ?")) {
      query.setString(1, team);
      try (var row = query.executeQuery()) {
        assertTrue(row.next());
        assertEquals(1, row.getInt(1), "teams");
        assertEquals(8, row.getInt(2), "people in it");
      }
    }
  }

  private ScimAnswer member(String op, String group, String user) {
    return client.patch(
        "/Groups/" + group,
        op.equals("add")
            ? "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}".formatted(user)
            : "{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\"]\"}".formatted(user));
  }

  private List<String> users(int count) {
    return IntStream.range(0, count).mapToObj(i -> client.user(ScimClient.unique())).toList();
  }

  private Set<String> members(String group) {
    return client.get("/Groups/" + group).expect(200).json().getJsonArray("members").stream()
        .map(member -> member.asJsonObject().getString("value"))
        .collect(Collectors.toSet());
  }

  private String idOf(String attribute, String value) {
    return client
        .get("/Users?filter=%s eq \"%s\"".formatted(attribute, value))
        .text("/Resources/0/id");
  }

  private static List<ScimAnswer> twice(Callable<ScimAnswer> task) throws Exception {
    return Together.run(List.of(task, task));
  }

  private static List<Integer> statuses(List<ScimAnswer> answers) {
    return answers.stream().map(ScimAnswer::status).sorted().toList();
  }
}
