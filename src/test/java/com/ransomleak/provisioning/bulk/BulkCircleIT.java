package com.ransomleak.provisioning.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.fixture.BulkMessage;
import com.ransomleak.provisioning.server.RunningServer;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a circle of references in a bulk request leaves in the database. */
class BulkCircleIT {
  @Test
  @DisplayName("The history of users who are created in a circle names SCIM as its source")
  void theSourceIsScim() throws Exception {
    String name = ScimClient.unique();
    List<JsonObject> results =
        ScimClient.of("acme")
            .post(
                "/Bulk",
                BulkMessage.of(
                    BulkMessage.post("/Users", "a", BulkMessage.user(name + "-a", "T", "bulkId:b")),
                    BulkMessage.post(
                        "/Users", "b", BulkMessage.user(name + "-b", "T", "bulkId:a"))))
            .expect(200)
            .json()
            .getJsonArray("Operations")
            .getValuesAs(JsonObject.class);
    String[] ids = results.stream().map(BulkCircleIT::id).toArray(String[]::new);
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var query =
            database.prepareStatement(
                "select distinct kind || ' by ' || source from provisioning.assignment_change"
                    + " where user_id = any (?::uuid[])")) {
      query.setArray(1, database.createArrayOf("text", ids));
      try (var rows = query.executeQuery()) {
        assertTrue(rows.next());
        assertEquals("manager by scim", rows.getString(1));
        assertFalse(rows.next());
      }
    }
  }

  private static String id(JsonObject result) {
    String location = result.getString("location");
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
