package com.ransomleak.provisioning.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The life of a token. In a tenant whose token no other test needs. */
@TestTenant("wayne")
class ApiTokenIT {
  private static final String TENANT = "wayne";

  private final RunningServer server = RunningServer.get();

  @Test
  @DisplayName("T-06, T-07: a new token kills the former, whose owner is told so")
  void aNewTokenKillsTheFormer() throws Exception {
    String former = generate();
    client(former).get("/Users?count=1").expect(200);
    String current = generate();
    client(current).get("/Users?count=1").expect(200);

    // It was replaced in the database, as by another node.
    Eventually.holds(
        "a token that was replaced elsewhere works for a second at most",
        Duration.ofSeconds(1),
        () -> {
          ScimAnswer refused = client(former).get("/Users?count=1").expect(401);
          assertTrue(refused.detail().contains("replaced"), refused::toString);
          assertTrue(
              refused.header("WWW-Authenticate").orElse("").contains("error=\"invalid_token\""),
              refused::toString);
        });
    client(current).get("/Users?count=1").expect(200);
  }

  @Test
  @DisplayName("T-02: a token is rejected from the moment it expires, however recently it was used")
  void expiryIsExact() throws Exception {
    String token = generate();
    run(
        "update provisioning.api_token k set expires_at = now() + interval '700 ms' from"
            + " provisioning.tenant t where t.tenant_id = k.tenant_id and t.subdomain = 'wayne' and"
            + " k.revoked_at is null");
    client(token).get("/Users?count=1").expect(200);
    run(
        "select pg_sleep(extract(epoch from max(expires_at) - clock_timestamp())) from"
            + " provisioning.api_token join provisioning.tenant using (tenant_id) where subdomain ="
            + " 'wayne' and revoked_at is null");
    ScimAnswer expired = client(token).get("/Users?count=1").expect(401);
    assertTrue(expired.detail().contains("expired"), expired::toString);
  }

  @Test
  @DisplayName("T-07: a token can be recognised, and says when and by whom it was used last")
  void aTokenIsRecognisableAndItsUseIsKnown() throws Exception {
    String token = generate();
    assertTrue(token.matches("rlscim_[A-Za-z0-9]{43,}"), "prefix and at least 128 bits");
    client(token).with("User-Agent", "Okta SCIM Client 1.0.0").get("/Users?count=1").expect(200);
    try (Connection database = server.access().connectAsMigrator();
        var query =
            database.prepareStatement(
                "select k.last_used_at, k.last_used_client, k.last_used_source, k.created_by from"
                    + " provisioning.api_token k join provisioning.tenant t using (tenant_id) where"
                    + " t.subdomain = ? and k.last_four = ? and k.revoked_at is null")) {
      query.setString(1, TENANT);
      query.setString(2, token.substring(token.length() - 4));
      try (var row = query.executeQuery()) {
        assertTrue(row.next());
        assertNotNull(row.getTimestamp(1));
        assertEquals("Okta SCIM Client 1.0.0", row.getString(2));
        assertNotNull(row.getString(3));
        assertEquals("a test", row.getString(4));
      }
    }
  }

  @Test
  @DisplayName("T-02: revoked and expired tokens are 401 and say what to do")
  void deadTokensSaySo() throws Exception {
    String token = generate();
    run(
        "update provisioning.api_token k set expires_at = now() - interval '1 second' from"
            + " provisioning.tenant t where t.tenant_id = k.tenant_id and t.subdomain = 'wayne' and"
            + " k.revoked_at is null");
    ScimAnswer expired = client(token).get("/Users").expect(401);
    assertTrue(expired.detail().contains("expired"), expired::toString);

    String next = generate();
    run(
        "select provisioning.revoke_api_token(tenant_id, 'a test') from provisioning.tenant where"
            + " subdomain = 'wayne'");
    ScimAnswer revoked = client(next).get("/Users").expect(401);
    assertTrue(revoked.detail().contains("revoked"), revoked::toString);
  }

  @Test
  @DisplayName("T-07: the activity says when the previous token really ends")
  void endOfThePreviousToken() throws Exception {
    generate();
    expire("1 hour");
    assertEquals("{1}", hoursOfPreviousToken(), "its own end is before the end of the overlap");
    expire("-1 hour");
    assertEquals("{}", hoursOfPreviousToken(), "it had expired");
  }

  private void expire(String after) throws SQLException {
    run(
        "update provisioning.api_token k set expires_at = now() + interval '"
            + after
            + "' from provisioning.tenant t where t.tenant_id = k.tenant_id and t.subdomain ="
            + " 'wayne' and k.revoked_at is null and k.superseded_at is null");
  }

  /** Generates a token with an overlap of a day; returns how long the previous one works. */
  private String hoursOfPreviousToken() throws SQLException {
    run(
        "select provisioning.generate_api_token(tenant_id, 'a test', null, interval '1 day') from"
            + " provisioning.tenant where subdomain = 'wayne'");
    try (Connection database = server.access().connectAsMigrator();
        var hours =
            database.prepareStatement(
                """
                select cast(array(
                  select round(extract(epoch from cast(c -> 'PREVIOUS_TOKEN_EXPIRES' ->> 0 as timestamp) - now() at time zone 'UTC') / 3600)
                  from jsonb_array_elements(a.consequences) c where c ?? 'PREVIOUS_TOKEN_EXPIRES') as text)
                from provisioning.activity a join provisioning.tenant using (tenant_id)
                where subdomain = 'wayne' and action = 'token.generated' order by a.id desc limit 1
                """);
        var row = hours.executeQuery()) {
      assertTrue(row.next());
      return row.getString(1);
    }
  }

  private void run(String statement) throws SQLException {
    try (Connection database = server.access().connectAsMigrator();
        var s = database.createStatement()) {
      s.execute(statement);
    }
  }

  private String generate() {
    return OpsCommand.apiToken(server.access(), TENANT, "a test");
  }

  private static ScimClient client(String token) {
    return ScimClient.anonymous(TENANT).with("Authorization", "Bearer " + token);
  }
}
