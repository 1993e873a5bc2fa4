package com.ransomleak.provisioning.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.demo.ServerProcess;
import com.ransomleak.provisioning.server.RunningServer;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Starts of a server appoint the administrator that the settings of a tenant name (L-05). */
class FirstAdministratorIT {
  /** Of second nodes alone: one whose setting stays, and one whose changes with each start. */
  private static final String SAME = "phoenix";

  private static final String CHANGED = "dragonfly";

  /** Of a second node alone: its setting names an administrator that cannot be created. */
  private static final String FAULTY = "griffin";

  @Test
  @DisplayName(
      "A restart appoints the configured administrator while no administrator can sign in (L-05)")
  void aRestartAppoints() throws Exception {
    start("ada@example.com");
    List<String> ada = List.of("ada@example.com");
    assertEquals(ada, appointed(SAME));
    assertEquals(ada, appointed(CHANGED));
    // As earlier versions created an administrator.
    ServerDatabase.run(
        "update provisioning.scim_user u set document = document::jsonb - 'name' - 'displayName',"
            + " keys = keys - 'name' - 'displayName', display_name = user_name, display_name_key ="
            + " user_name_key where "
            + ofTenant(SAME));
    start("grace@example.com");
    assertEquals(ada, appointed(SAME), "told once");
    assertEquals(
        List.of("Ada"),
        ServerDatabase.strings(
            "select document::jsonb -> 'name' ->> 'givenName' from provisioning.scim_user u where "
                + ofTenant(SAME)),
        "completed, because no identity provider has claimed her");
    List<String> both = List.of("ada@example.com", "grace@example.com");
    assertEquals(both, appointed(CHANGED), "ada has no password");
    ServerDatabase.run(
        "insert into provisioning.credential (tenant_id, user_id, password_hash) select tenant_id,"
            + " id, 'a hash' from provisioning.scim_user u where user_name_key = 'ada@example.com'"
            + " and "
            + ofTenant(CHANGED));
    start("mary@example.com");
    assertEquals(both, appointed(CHANGED), "ada has one");
  }

  /** Starts a server, and ends it, with this setting in one tenant. */
  private static void start(String changed) throws Exception {
    String setting = "tenant.%s.first-administrator";
    try (ServerProcess node =
        RunningServer.secondNode(
            Map.of(
                "provisioning.tenants",
                RunningServer.tenantList() + "," + String.join(",", FAULTY, SAME, CHANGED),
                setting.formatted(FAULTY),
                "x".repeat(300),
                setting.formatted(SAME),
                "ada@example.com",
                setting.formatted(CHANGED),
                changed))) {
      List<String> log = Files.readAllLines(node.log());
      assertEquals(
          List.of(),
          log.stream().filter(line -> line.contains("Requests are answered with 503")).toList());
      assertTrue(
          log.stream()
              .anyMatch(
                  line ->
                      line.contains("The first administrator of " + FAULTY + " was not appointed")
                          && line.contains("exceeds 256 characters")
                          && line.contains(setting.formatted(FAULTY))),
          "one tenant's fault is logged, and the others are served");
    }
  }

  /** Who was appointed so far. */
  private static List<String> appointed(String tenant) throws SQLException {
    return ServerDatabase.strings(
        "select resource_name from provisioning.activity u where action ="
            + " 'administrator.appointed' and "
            + ofTenant(tenant)
            + " order by id");
  }

  private static String ofTenant(String tenant) {
    return "u." + ServerDatabase.ofTenant(tenant);
  }
}
