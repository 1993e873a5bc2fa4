package com.ransomleak.provisioning.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.server.RunningServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Secrets rest nowhere (L-02, T-06). Towards the end, so that the logs have something to show. */
@Order(Integer.MAX_VALUE - 1)
class SecretsIT {
  private final RunningServer server = RunningServer.get();
  private final ScimClient client = ScimClient.of("acme");

  @Test
  @DisplayName("Known bug 25, L-02, T-06: password and bearer token are in no table and in no log")
  void secretsRestNowhere() throws Exception {
    String password = "S3cr3t!" + ScimClient.unique();
    String wrongToken = "wrong" + ScimClient.unique();
    String name = ScimClient.unique();
    String body = ScimClient.userBody(name, ",\"password\":\"" + password + "\"");
    String user = "/Users/" + client.post("/Users", body).expect(201).id();
    client.post("/Users", body).expect(409);
    client.put(user, body).expect(200);
    client
        .patch(user, "{\"op\":\"replace\",\"path\":\"password\",\"value\":\"" + password + "\"}")
        .expect(200);
    client.patch(user, "{\"op\":\"replace\",\"value\":{\"password\":\"" + password + "\"}}");
    client.post("/Users", "{\"password\":\"" + password + "\",");
    client.post("/Users", "{\"userName\":{},\"password\":\"" + password + "\"}");
    client.post(
        "/Users", ScimClient.userBody(name + "2", ",\"password\":{\"a\":\"" + password + "\"}"));
    client.get("/Users?filter=password eq \"" + password + "\"").expect(400);
    client.patch(
        user,
        "{\"op\":\"replace\",\"path\":\"password[value eq \\\""
            + password
            + "\\\"]\",\"value\":\"x\"}");
    client.with("Authorization", "Bearer " + wrongToken).get("/Users").expect(401);
    client.with("Authorization", wrongToken).get("/Users").expect(401);
    client.get("/Users?access_token=" + server.token("acme")).expect(200);

    for (String secret : List.of(password, wrongToken, server.token("acme"))) {
      assertEquals(List.of(), tablesWith(secret));
      for (Path log :
          List.of(
              server.log(),
              ProjectFiles.file("target", "server-tests", "database", "postgresql.log"))) {
        String text = Files.readString(log, StandardCharsets.UTF_8);
        assertFalse(text.isEmpty(), log::toString);
        assertFalse(text.contains(secret), () -> "a secret is in " + log);
      }
    }
    assertTrue(tablesWith(name).contains("scim_user"), "the search finds what is there");
  }

  private List<String> tablesWith(String text) throws Exception {
    try (Connection database = server.access().connectAsMigrator();
        Statement statement = database.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              "select table_name from information_schema.tables where table_schema ="
                  + " 'provisioning' and table_type = 'BASE TABLE'")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      List<String> holding = new ArrayList<>();
      for (String table : tables) {
        try (ResultSet rows =
            statement.executeQuery(
                "select exists (select from provisioning."
                    + table
                    + " t where strpos(t::text, '"
                    + text
                    + "') > 0)")) {
          rows.next();
          if (rows.getBoolean(1)) {
            holding.add(table);
          }
        }
      }
      return holding;
    }
  }
}
