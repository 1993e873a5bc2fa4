package com.ransomleak.provisioning.org;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.client.Together;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.nio.file.Files;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;

/** Managers who are deleted while their reports are written. */
@TestTenant("stark")
class DeletedManagersIT {
  private static final int MANAGERS = 10;
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  private final ScimClient client = ScimClient.of("stark");
  private final String name = ScimClient.unique();

  @RepeatedTest(5)
  @DisplayName("A manager who goes while reports come leaves them pending, never a 5xx")
  void reportsOfWhoIsBeingDeleted() throws Exception {
    List<Callable<ScimAnswer>> tasks = new ArrayList<>();
    for (int i = 0; i < MANAGERS; i++) {
      String key = name + "-" + i;
      String manager =
          client.post("/Users", body("boss-" + key, ",\"externalId\":\"" + key + "\"")).id();
      String moved = client.user("moved-" + key);
      tasks.add(() -> client.delete("/Users/" + manager));
      tasks.add(() -> client.post("/Users", body("x-" + key, reportsTo(key))));
      tasks.add(() -> client.post("/Users", body("id-" + key, reportsTo(manager))));
      tasks.add(() -> client.put("/Users/" + moved, body("moved-" + key, reportsTo(key))));
    }
    Collections.shuffle(tasks);
    for (ScimAnswer answer : Together.run(tasks)) {
      assertTrue(answer.status() < 300, answer::toString);
    }
    for (String check :
        List.of(
            "no_pending_reference_is_resolvable.sql",
            "reporting_lines_are_what_references_say.sql")) {
      String sql = Files.readString(ProjectFiles.file("db", "checks", check));
      Eventually.holds(check, () -> assertNull(firstRow(sql)));
    }
  }

  private static String body(String userName, String more) {
    return ScimClient.userBody(userName, more);
  }

  private static String reportsTo(String reference) {
    return ",\"%s\":{\"manager\":{\"value\":\"%s\"}}".formatted(ENTERPRISE, reference);
  }

  private static String firstRow(String check) throws Exception {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var query = database.createStatement();
        var row =
            query.executeQuery(
                "select * from ("
                    + check.strip().replaceFirst(";$", "")
                    + ") c where tenant_id = (select tenant_id from provisioning.tenant where"
                    + " subdomain = 'stark')")) {
      return row.next() ? row.getString(1) + " " + row.getString(2) : null;
    }
  }
}
