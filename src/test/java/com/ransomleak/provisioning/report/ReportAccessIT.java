package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiAnswer;
import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reads reports below {@code /api/v1}, and what everybody else is told. */
@TestTenant("hooli")
@TestTenant(value = "aperture", administrator = true)
@TestTenant(value = "soylent", administrator = true)
class ReportAccessIT {
  private static final String TENANT = "soylent";
  private static final String OTHER = "aperture";

  private final RunningServer server = RunningServer.get();
  private final ApiClient reader = ApiClient.of(TENANT);

  @Test
  @DisplayName("A report token reads the reports of its tenant")
  void aReportTokenReads() {
    ApiAnswer answer = reader.get("/roles").expect(200);
    assertEquals("application/json", answer.header("Content-Type"));
    assertFalse(answer.header("X-Request-Id").isEmpty());
    assertEquals("nosniff", answer.header("X-Content-Type-Options"));
    reader.send("HEAD", "/roles").expect(200);
  }

  @Test
  @DisplayName("A missing, foreign or unknown token, or an unknown host, gives the same 401")
  void strangersAreToldTheSame() {
    ApiAnswer none = ApiClient.anonymous(TENANT).get("/roles").expect(401);
    assertEquals("Bearer realm=\"reports\"", none.header("WWW-Authenticate"));

    String unknown =
        bearer(reader, "Bearer rlreport_nobodyhasthis").get("/roles").expect(401).body();
    ApiClient foreign = ApiClient.of(OTHER);
    assertEquals(
        unknown, foreign.with("Host", server.host(TENANT)).get("/roles").expect(401).body());
    ApiAnswer nowhere = foreign.with("Host", "nowhere.localhost").get("/roles").expect(401);
    assertEquals(unknown, nowhere.body());
    assertTrue(nowhere.header("WWW-Authenticate").contains("invalid_token"), nowhere::toString);
    ApiClient.anonymous(TENANT).with("Host", "nowhere.localhost").get("/openapi.json").expect(401);
  }

  @Test
  @DisplayName(
      "A SCIM token reads no reports and a report token does no SCIM; both attempts are recorded")
  void tokensAreForOnePurpose() throws Exception {
    ApiAnswer refused = bearer(reader, "Bearer " + server.token(TENANT)).get("/roles").expect(401);
    assertTrue(refused.detail().contains("SCIM"), refused::toString);
    assertEquals("reports rejected.tokenOfOtherKind", recorded(refused.header("X-Request-Id")));

    String token = OpsCommand.reportToken(server.access(), "hooli", "a test");
    ScimAnswer scim =
        ScimClient.anonymous("hooli").with("Authorization", "Bearer " + token).get("/Users");
    assertTrue(scim.expect(401).detail().contains("report token"), scim::toString);
    assertEquals(
        "scim rejected.tokenOfOtherKind", recorded(scim.header("X-Request-Id").orElseThrow()));

    ApiClient own = bearer(ApiClient.anonymous("hooli"), "Bearer " + token);
    own.get("/roles").expect(200);
    OpsCommand.reportToken(server.access(), "hooli", "a test");
    Eventually.holds(
        "a token that was replaced elsewhere works for a second at most",
        Duration.ofSeconds(1),
        () -> assertTrue(own.get("/roles").expect(401).detail().contains("replaced")));
    ScimClient.of("hooli").get("/Users?count=1").expect(200);
  }

  @Test
  @DisplayName("A request that a token is not for is no use of the token")
  void rejectedUse() throws Exception {
    String agent = "Probe " + ScimClient.unique();
    String used =
        "select count(*) from provisioning.api_token where jsonb_exists(clients, '" + agent + "')";
    String token = "Bearer " + server.token("hooli");
    for (String path : List.of("/people", "/activity")) {
      bearer(ApiClient.anonymous("hooli"), token).with("User-Agent", agent).get(path).expect(401);
    }
    assertEquals("0", ServerDatabase.string(used));
    ScimClient.of("hooli").with("User-Agent", agent).get("/Users?count=1").expect(200);
    assertEquals("1", ServerDatabase.string(used));
  }

  @Test
  @DisplayName("A session with View Reports reads reports; without the permission it gets 403")
  void sessionsRead() {
    ConsoleClient administrator = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    ApiClient session = ApiClient.anonymous(TENANT).with("Cookie", administrator.cookie());
    session.get("/roles").expect(200);
    // A session is its own tenant's.
    session.with("Host", server.host(OTHER)).get("/roles").expect(401);
    session.with("Cookie", administrator.cookie() + "x").get("/roles").expect(401);
    // Signed in, but without the permission.
    String clerk = ScimClient.unique();
    ScimClient.of(TENANT).user(clerk);
    ConsoleClient signedIn = ConsoleClient.at(TENANT).signedIn(clerk);
    ApiClient without = ApiClient.anonymous(TENANT).with("Cookie", signedIn.cookie());
    assertTrue(without.get("/roles").expect(403).detail().contains("View Reports"));
    // A wrong token is not made good by a session.
    session.with("Authorization", "Bearer wrong").get("/roles").expect(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
  @DisplayName("Nothing can be changed")
  void readOnly(String method) {
    assertTrue(reader.send(method, "/roles").expect(405).header("Allow").contains("GET"));
    reader.send(method, "/nothing").expect(405);
    ApiClient.anonymous(TENANT).send(method, "/roles").expect(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"~/", "~/v1", "~/v2/roles", "/nothing", "/roles/x/y/z", "//nothing", "~//v1//no"})
  @DisplayName("An unknown path gives a problem document, whatever the client accepts")
  void unknownPaths(String path) {
    reader.with("Accept", "text/html").get(path).expect(404);
    assertEquals(401, ApiClient.anonymous(TENANT).with("Accept", "text/html").get(path).status());
  }

  @Test
  @DisplayName("An error of the server gives a problem document too")
  void problemsOfTheServer() {
    reader.with("Accept", "application/xml").get("/roles").expect(200);
    reader.send("OPTIONS", "/roles").expect(405);
    ApiAnswer odd = reader.with("Content-Type", "foo").get("/roles");
    assertTrue(odd.status() == 200 || odd.status() == 400, odd::toString);
  }

  @Test
  @DisplayName("Everyone can read the OpenAPI description at a tenant's host")
  void theDescriptionIsOpen() {
    ApiAnswer document = ApiClient.anonymous(TENANT).get("/openapi.json").expect(200);
    assertEquals("3.1.0", document.json().getString("openapi"));
  }

  private static ApiClient bearer(ApiClient client, String header) {
    return client.with("Authorization", header);
  }

  /** Who is on record for a refused request. */
  private String recorded(String requestId) throws Exception {
    try (Connection database = server.access().connectAsMigrator();
        PreparedStatement query =
            database.prepareStatement(
                "select actor || ' ' || action from provisioning.activity where request_id = ? and"
                    + " status = 401")) {
      query.setString(1, requestId);
      List<String> actors = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          actors.add(rows.getString(1));
        }
      }
      assertEquals(1, actors.size(), actors::toString);
      return actors.get(0);
    }
  }
}
