package com.ransomleak.provisioning.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.ServerProcess;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A tenant's extension schemas come and go with the configuration; what is stored stays. */
@TestTenant(
    value = "biosyn",
    settings =
        "schemas=[{\"id\": \"urn:biosyn:scim:User\", \"attributes\": [{\"name\": \"tag\"}]}]")
@Tag("one-server")
class SchemaChangeIT {
  private static final String TENANT = "biosyn";
  private static final String SCHEMAS =
      """
      [{"id": "urn:biosyn:scim:User", "attributes": [{"name": "tag"}]},
       {"id": "urn:biosyn:scim:Later", "attributes": [{"name": "level", "type": "integer"}, {"name": "words"}]}]
      """;

  @Test
  @DisplayName(
      "Dec-7: what was kept before its schema was configured is searchable after the start, and no"
          + " version moves")
  void storedDataBecomesSearchable() throws Exception {
    ScimClient client = ScimClient.of(TENANT);
    String known =
        client
            .post(
                "/Users",
                ScimClient.userBody(
                    ScimClient.unique(),
                    ",\"URN:biosyn:scim:later\":{\"LEVEL\":3,\"words\":\"Hello\"}"))
            .expect(201)
            .id();
    String unordered =
        client
            .post(
                "/Users",
                ScimClient.userBody(
                    ScimClient.unique(),
                    ",\"urn:biosyn:scim:Later\":{\"words\":\"Hello\",\"level\":3}"))
            .expect(201)
            .id();
    assertEquals(null, key(known, "level"));
    assertContains("{\"words\":\"Hello\",\"level\":3}", client.get("/Users/" + unordered));
    ServerProcess node = RunningServer.secondNode(Map.of("tenant." + TENANT + ".schemas", SCHEMAS));
    try {
      Eventually.holds(
          "searchable", Duration.ofSeconds(100), () -> assertEquals("3", key(known, "level")));
      assertEquals("hello", key(known, "words"));
      Eventually.holds(
          "in the order of the schema",
          () ->
              assertContains(
                  "{\"level\":3,\"words\":\"Hello\"}", client.get("/Users/" + unordered)));
    } finally {
      node.close();
    }
    for (String user : List.of(known, unordered)) {
      assertEquals("W/\"1\"", client.get("/Users/" + user).expect(200).etag());
    }
  }

  private static void assertContains(String json, ScimAnswer answer) {
    assertTrue(answer.expect(200).body().contains(json), answer::toString);
  }

  private static String key(String id, String attribute) throws SQLException {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        PreparedStatement query =
            migrator.prepareStatement(
                "select keys ->> ? from provisioning.scim_user where id = cast(? as uuid)")) {
      query.setString(1, "urn:biosyn:scim:Later:" + attribute);
      query.setString(2, id);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
