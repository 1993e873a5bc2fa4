package com.ransomleak.provisioning.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Counted;
import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.LargeTenant;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Answers of up to 100 MB, eight at once, from a server whose heap has 512 MB. */
@TestTenant("goliath")
class LargeResponsesIT {
  private static final String TENANT = "goliath";
  private static final int AT_ONCE = 8;
  private static final int LARGE_USERS = 200;
  private static final int GROUPS = 100;
  private static final int MEMBERS = 5_000;
  private static final int MANY_MEMBERS = 12_000;

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static LargeTenant data;
  private final ScimClient client = ScimClient.of(TENANT);

  @BeforeAll
  static void load() throws Exception {
    RunningServer.get();
    data = new LargeTenant(TENANT);
    data.load(LARGE_USERS, GROUPS, MEMBERS, MANY_MEMBERS);
  }

  @AfterAll
  static void remove() throws Exception {
    data.remove();
  }

  @Test
  @DisplayName("V4: a page of 200 users of 500 KB each, eight at once, is complete and exact")
  void largeUsers() throws Exception {
    for (Counted page : atOnce(AT_ONCE, "/Users?count=" + LARGE_USERS)) {
      page.assertPage(LARGE_USERS + MANY_MEMBERS, LARGE_USERS);
      assertEquals(LARGE_USERS, page.of("\"resourceType\":\"User\""));
      assertTrue(page.bytes() > 100_000_000, () -> page.bytes() + " bytes");
    }
    // The other kinds of lists.
    String filter = "?count=20&startIndex=11&filter=title%20eq%20%22large%22";
    for (String query :
        List.of("/Users" + filter, "/Users" + filter + "&sortBy=userName", "/" + filter)) {
      Counted page = atOnce(1, query).get(0);
      page.assertPage(LARGE_USERS, 20);
      assertEquals(20, page.of("\"resourceType\":\"User\""), query);
      assertTrue(page.bytes() > 10_000_000, () -> query + ": " + page.bytes() + " bytes");
    }
    assertServerIsWell();
  }

  @Test
  @DisplayName(
      "V4: a page of 100 groups of 5,000 members each, eight at once, is complete and exact")
  void largeGroups() throws Exception {
    for (Counted page : atOnce(AT_ONCE, "/Groups?count=100&filter=externalId%20sw%20%22g%22")) {
      page.assertPage(GROUPS, GROUPS);
      assertEquals(GROUPS, page.of("\"resourceType\":\"Group\""));
      assertEquals(GROUPS * MEMBERS, page.of("\"type\":\"User\"}"));
    }
    assertServerIsWell();
  }

  @Test
  @DisplayName("A group with 12,000 members is read, selected, listed and written in pieces")
  void oneLargeGroup() {
    String path = "/Groups/" + data.largeGroup();
    ScimAnswer answer = client.get(path).expect(200);
    assertMembers(answer.json());
    assertEquals("Everybody", answer.text("/displayName"));
    assertEquals(List.of("schemas", "id", "displayName", "members", "meta"), names(answer.json()));
    assertEquals(answer.etag(), answer.text("/meta/version"));
    int length = answer.body().getBytes(StandardCharsets.UTF_8).length;
    answer
        .header("Content-Length")
        .ifPresent(announced -> assertEquals(Integer.toString(length), announced));
    client.with("If-None-Match", answer.etag()).get(path).expect(304);

    JsonObject read = answer.json();
    assertEquals("Ö".repeat(256), display(read, 0), "the longest name, cut");
    assertEquals("Ö Small 2", display(read, 1));
    assertEquals("Ö Small 12000", display(read, 11_999));
    JsonArray found =
        client
            .get("/Groups?filter=members.display eq \"Ö Small 12000\"&excludedAttributes=members")
            .expect(200)
            .json()
            .getJsonArray("Resources");
    assertEquals(1, found.size(), "filters find what is shown");

    JsonObject values = client.get(path + "?attributes=members.value").expect(200).json();
    assertMembers(values);
    assertEquals(Set.of("value"), values.getJsonArray("members").getJsonObject(11_999).keySet());
    assertFalse(
        client.get(path + "?excludedAttributes=members").expect(200).json().containsKey("members"));

    String filter = "filter=displayName eq \"Everybody\"";
    for (String list :
        List.of(
            "/Groups?" + filter,
            "/Groups?sortBy=displayName&" + filter,
            "/Groups?cursor&" + filter,
            "/?" + filter)) {
      JsonArray page = client.get(list).expect(200).json().getJsonArray("Resources");
      assertEquals(1, page.size(), list);
      assertMembers(page.getJsonObject(0));
    }
    String body =
        "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"Everybody\"}";
    ScimAnswer replaced = client.put(path, body).expect(200);
    assertMembers(replaced.json());
    assertEquals(replaced.etag(), replaced.text("/meta/version"));
  }

  @Test
  @DisplayName("A group is created with 12,000 members and pushed again, with all and without one")
  void oneLargePush() {
    String[] members = new String[MANY_MEMBERS];
    for (int i = 0; i < members.length; i++) {
      members[i] = "02000000-0000-7000-8000-%012d".formatted(i + 1);
    }
    String[] stay = Arrays.copyOfRange(members, 1, members.length);
    String path = "/Groups/" + client.group("Pushed", members);
    String body = ScimClient.groupBody("Pushed", members);
    String etag = client.get(path + "?attributes=displayName").expect(200).etag();
    assertEquals(etag, client.put(path, body).expect(200).etag(), "nothing changed");
    client.put(path, ScimClient.groupBody("Pushed", stay)).expect(200);
    assertEquals(Set.of(stay), members(client.get(path).expect(200).json()));
    client.patch(path, replaceMembers(members)).expect(204);
    assertMembers(client.get(path).expect(200).json());
    client.patch(path, replaceMembers(members[0])).expect(204);
    assertEquals(Set.of(members[0]), members(client.get(path).expect(200).json()));
    client.delete(path).expect(204);
  }

  private static String replaceMembers(String... members) {
    return "{\"op\":\"replace\",\"path\":\"members\",\"value\":%s}"
        .formatted(ScimClient.memberList(members));
  }

  private static String display(JsonObject group, int member) {
    return group.getJsonArray("members").getJsonObject(member).getString("display");
  }

  private static List<String> names(JsonObject json) {
    return List.copyOf(json.keySet());
  }

  private static void assertMembers(JsonObject group) {
    assertEquals(MANY_MEMBERS, members(group).size());
    assertEquals(MANY_MEMBERS, group.getJsonArray("members").size());
  }

  private static Set<String> members(JsonObject group) {
    return group.getJsonArray("members").getValuesAs(JsonObject.class).stream()
        .map(member -> member.getString("value"))
        .collect(Collectors.toSet());
  }

  private static List<Counted> atOnce(int requests, String query) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(requests);
    try {
      List<Future<Counted>> answers = new ArrayList<>();
      for (int i = 0; i < requests; i++) {
        answers.add(threads.submit(() -> read(query)));
      }
      List<Counted> counted = new ArrayList<>();
      for (Future<Counted> answer : answers) {
        counted.add(answer.get(2, TimeUnit.MINUTES));
      }
      return counted;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Counted read(String query) throws IOException, InterruptedException {
    RunningServer server = RunningServer.get();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.baseUri() + query))
            .header("Host", server.host(TENANT))
            .header("Authorization", "Bearer " + server.token(TENANT))
            .build();
    HttpResponse<InputStream> answer =
        HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      assertEquals(200, answer.statusCode());
      return Counted.of(body, answer.headers().firstValueAsLong("Content-Length").orElse(-1));
    }
  }

  private static void assertServerIsWell() throws IOException {
    String log = Files.readString(RunningServer.get().log());
    assertFalse(log.contains("OutOfMemoryError"), "the server ran out of memory");
    assertEquals(200, ScimClient.of("globex").get("/Users?count=1").status());
  }
}
