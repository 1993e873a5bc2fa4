package com.ransomleak.provisioning.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.DatabaseCopy;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.demo.ServerProcess;
import com.ransomleak.provisioning.server.RunningServer;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tenant that {@code db/tenant} moves from one deployment to another. The tenant is that of
 * {@link DatabaseCopy}, which has rows in every table.
 */
@Tag("one-server")
class TenantMoveIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String TENANT = DatabaseCopy.TENANT;
  private static final String OTHER = DatabaseCopy.ERASING_TENANT;

  /** Deletes nothing, however old the copy is. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "provisioning.base-domain", "localhost",
          "provisioning.tenants", TENANT + "," + OTHER,
          "provisioning.trusted-proxies", "127.0.0.1",
          "provisioning.activity-retention", "P36500D",
          "tenant.default.erase-deleted-after", "P36500D");

  /** The public address, which does not change when the tenant moves. */
  private static final Map<String, String> PUBLIC =
      Map.of("X-Forwarded-Proto", "https", "X-Forwarded-Host", TENANT + ".localhost");

  @TempDir private Path folder;

  @Test
  @DisplayName(
      "A moved tenant answers every request byte for byte as before: resources, versions, reports,"
          + " activity, and with the same tokens")
  void aMovedTenantIsTheSame() throws Exception {
    DatabaseAccess from = TenantCommand.copy("moved_from");
    String reportToken = OpsCommand.reportToken(from, TENANT, "ops");
    String activityToken = OpsCommand.activityToken(from, TENANT, "ops");
    Map<String, String> before;
    try (ServerProcess node = RunningServer.start(from, SETTINGS, "moved-from")) {
      node.awaitReady(PATIENCE);
      before = responses(node, reportToken, activityToken);
    }
    TenantCommand source = new TenantCommand(from, folder);
    // A node that does not stop in time is killed, and then it is lost.
    source.run("suspend", TENANT, "--ignore-lost", "--yes", TENANT);
    source.run("export", TENANT, "copy", "--yes", TENANT);
    List<String> rows = TenantCommand.rows(from, TENANT);

    DatabaseAccess to = TenantCommand.copy("moved_to");
    TenantCommand target = new TenantCommand(to, folder);
    List<String> others = TenantCommand.rows(to, OTHER);
    erase(target, to);
    target.run("import", "copy", "--yes", TENANT);
    assertEquals(rows, TenantCommand.rows(to, TENANT));
    assertEquals(others, TenantCommand.rows(to, OTHER), "Other tenants are not affected.");
    try (ServerProcess node = RunningServer.start(to, SETTINGS, "moved-to")) {
      node.awaitReady(PATIENCE);
      Map<String, String> after = responses(node, reportToken, activityToken);
      assertEquals(before.keySet(), after.keySet());
      // Timers of the new node can add to the activity.
      before.forEach(
          (path, response) ->
              assertEquals(
                  response,
                  path.contains("feed")
                      ? after.get(path).substring(0, response.length())
                      : after.get(path),
                  path));
      assertWritable(scim(node));
      target.run("resume", TENANT, "--yes", TENANT);
    }
    source.run("erase", TENANT, "--exported", "copy", "--ignore-lost", "--yes", TENANT);
    assertEquals(List.of(), TenantCommand.rows(from, TENANT));
  }

  /** The copy in the other database is the same tenant, which cannot be there twice. */
  private void erase(TenantCommand target, DatabaseAccess to) throws Exception {
    assertTrue(target.fail("import", "copy", "--yes", TENANT).contains("already has this tenant"));
    target.run("suspend", TENANT, "--yes", TENANT);
    String early = target.fail("erase", TENANT, "--yes", TENANT);
    assertTrue(early.contains("The grace period of the tenant "), early);
    String plan = target.run("erase", TENANT, "--plan");
    assertTrue(plan.contains("(scim): ") && plan.contains("Not possible now: The grace"), plan);
    target.run("erase", TENANT, "--within-grace", "--report", "erased.txt", "--yes", TENANT);
    assertEquals(List.of(), TenantCommand.rows(to, TENANT));
    String proof = Files.readString(folder.resolve("erased.txt"));
    assertTrue(
        proof.matches("(?s).*\nscim_user +8\n.*Rows left, in all \\d+ tables: 0\n.*"), proof);
    assertFalse(proof.contains("@example"), proof);
  }

  private static Map<String, String> responses(
      ServerProcess node, String reportToken, String activityToken) throws Exception {
    Map<String, String> responses = new LinkedHashMap<>();
    ScimClient scim = scim(node);
    for (String type : List.of("/Users", "/Groups")) {
      ScimAnswer list = scim.get(type + "?count=1000").expect(200);
      responses.put(type, list.body());
      for (JsonValue resource : list.json().getJsonArray("Resources")) {
        String path = type + "/" + resource.asJsonObject().getString("id");
        ScimAnswer answer = scim.get(path).expect(200);
        responses.put(path, answer.header("ETag").orElseThrow() + " " + answer.body());
      }
    }
    for (String path : List.of("people?limit=100", "teams", "roles", "changes?limit=100")) {
      responses.put(path, report(node, path, reportToken));
    }
    String feed = "activity/feed?limit=1000";
    responses.put(feed, report(node, feed, activityToken).replaceFirst("],\"next\".*", ""));
    assertTrue(responses.size() > 17, responses::toString);
    return responses;
  }

  private static String report(ServerProcess node, String path, String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(node.baseUri().resolve(URI.create("/api/v1/" + path)))
            .header("Authorization", "Bearer " + token);
    PUBLIC.forEach(request::header);
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(200, response.statusCode(), path + response.body());
    return response.body();
  }

  private static ScimClient scim(ServerProcess node) {
    ScimClient client =
        ScimClient.anonymous(TENANT)
            .on(node.baseUri())
            .with("Authorization", "Bearer " + DatabaseCopy.TOKEN);
    for (Map.Entry<String, String> header : PUBLIC.entrySet()) {
      client = client.with(header.getKey(), header.getValue());
    }
    return client;
  }

  /** A client continues where it stopped: with the versions that it read before the move. */
  private static void assertWritable(ScimClient scim) {
    ScimAnswer list = scim.get("/Users?filter=externalId eq \"katherine\"").expect(200);
    String path = "/Users/" + list.text("/Resources/0/id");
    String version = scim.get(path).expect(200).header("ETag").orElseThrow();
    String title = "{\"op\":\"replace\",\"value\":{\"title\":\"Moved\"}}";
    scim.with("If-Match", version).patch(path, title).expect(200);
    scim.with("If-Match", version).patch(path, title).expect(412);
    scim.post("/Users", ScimClient.userBody("ada@example.com", "")).expect(409, "uniqueness");
    int people = list.total() == 1 ? scim.get("/Users?count=0").total() : 0;
    scim.delete(path).expect(204);
    assertEquals(people - 1, scim.get("/Users?count=0").expect(200).total());
  }
}
