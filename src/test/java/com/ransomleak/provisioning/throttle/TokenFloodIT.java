package com.ransomleak.provisioning.throttle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A flood of tokens that nobody has. In a tenant that bears ten a minute from one source. */
@TestTenant(value = "delos", settings = "failed-tokens-per-minute=10")
class TokenFloodIT {
  private static final String TENANT = "delos";
  private static final int FLOOD = 200;

  private final RunningServer server = RunningServer.get();

  @Test
  @DisplayName("T-09, H-14: bad tokens end in 429 with whole seconds; good ones pass all the while")
  void aFloodOfBadTokens() throws Exception {
    String token = OpsCommand.apiToken(server.access(), TENANT, "a test");
    List<ScimAnswer> putOff = new ArrayList<>();
    for (int i = 0; i < FLOOD; i++) {
      ScimAnswer answer = client("rlscim_%05d%038d".formatted(i, i)).get("/Users?count=1");
      if (answer.status() == 429) {
        putOff.add(answer);
      } else {
        answer.expect(401);
      }
    }
    assertTrue(putOff.size() > FLOOD / 2, () -> putOff.size() + " put off");
    for (ScimAnswer answer : putOff) {
      assertTrue(answer.header("Retry-After").orElse("").matches("[1-9][0-9]?"), answer::toString);
    }

    // Never seen on this node, from the very same address.
    client(token).get("/Users?count=1").expect(200);
    client("rlscim_" + "y".repeat(43)).get("/Users?count=1").expect(429);
    client(token).get("/Users?count=1").expect(200);
    String next = OpsCommand.apiToken(server.access(), TENANT, "a test");
    client(next).get("/Users?count=1").expect(200);
    ScimClient.of("globex").get("/Users?count=1").expect(200);

    long lines = lines();
    assertTrue(lines >= 1 && lines <= 3, () -> lines + " lines tell of it");
  }

  private long lines() throws Exception {
    try (Connection database = server.access().connectAsMigrator();
        var query =
            database.prepareStatement(
                "select count(*) from provisioning.activity join provisioning.tenant using"
                    + " (tenant_id) where subdomain = ? and action = 'rejected.tokensRateLimited'"
                    + " and status = 429")) {
      query.setString(1, TENANT);
      try (var row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static ScimClient client(String token) {
    return ScimClient.anonymous(TENANT).with("Authorization", "Bearer " + token);
  }
}
