package com.ransomleak.provisioning.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.demo.ServerProcess;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Starts of a server appoint the administrator that the settings of a tenant name (L-05). */
@TestTenant(value = "phoenix", settings = "first-administrator=ada@example.com")
@TestTenant(value = "dragonfly", settings = "first-administrator=ada@example.com")
@TestTenant(value = "aperture", administrator = true)
@TestTenant(value = "primatech", administrator = true)
@Tag("one-server")
class FirstAdministratorIT {
  /** Tenants whose setting stays, and changes with each start. */
  private static final String SAME = "phoenix";

  private static final String CHANGED = "dragonfly";

  /** Of second nodes alone: its setting names an administrator that cannot be created. */
  private static final String FAULTY = "griffin";

  private static final String LOCKED_OUT = "aperture";
  private static Map<String, List<String>> appointedFirst;
  private static String administratorsBefore;

  /** One restart for the tests of repairs, since a start takes seconds. */
  @BeforeAll
  static void restart() throws Exception {
    RunningServer.get();
    appointedFirst = Map.of(SAME, appointed(SAME), CHANGED, appointed(CHANGED));
    // As earlier versions created an administrator.
    ServerDatabase.run(
        "update provisioning.scim_user u set document = document::jsonb - 'name' - 'displayName',"
            + " keys = keys - 'name' - 'displayName', display_name = user_name, display_name_key ="
            + " user_name_key where "
            + ofTenant(SAME));
    administratorsBefore = administrators();
    ServerDatabase.run(
        """
        delete from provisioning.role_member m using provisioning.tenant t, provisioning.role_permission p
        where t.subdomain = ? and m.tenant_id = t.tenant_id and p.tenant_id = m.tenant_id and p.role_id = m.role_id
          and p.permission = 'MANAGE_INTEGRATIONS'
        """,
        LOCKED_OUT);
    assertEquals("0", administrators());
    // In another tenant the role has lost what it allowed, and is pushed to.
    ServerDatabase.run(
        """
        with taken as (
          delete from provisioning.role_permission p using provisioning.tenant t
          where t.subdomain = ? and t.tenant_id = p.tenant_id returning p.tenant_id, p.role_id)
        update provisioning.role r set push_allowed = true from taken where r.tenant_id = taken.tenant_id and r.id = taken.role_id
        """,
        "primatech");
    // Its administrator stands there as an earlier version made it, so long ago that the activity
    // says nothing.
    ServerDatabase.run(
        """
        with nameless as (
          update provisioning.scim_user u set document = document::jsonb - 'name' - 'displayName', keys = keys - 'name' - 'displayName',
            display_name = user_name, display_name_key = user_name_key
          from provisioning.tenant t
          where t.subdomain = ? and u.tenant_id = t.tenant_id and u.user_name_key = 'admin@example.com' returning u.tenant_id, u.id)
        delete from provisioning.activity a using nameless
        where a.tenant_id = nameless.tenant_id and a.resource_id = cast(nameless.id as text)
        """,
        "primatech");
    start("grace@example.com");
  }

  @Test
  @DisplayName(
      "A restart appoints the configured administrator while no administrator can sign in (L-05)")
  void aRestartAppoints() throws Exception {
    List<String> ada = List.of("ada@example.com");
    assertEquals(ada, appointedFirst.get(SAME));
    assertEquals(ada, appointedFirst.get(CHANGED));
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

  @Test
  @DisplayName(
      "A tenant without an administrator gets its first administrator at the next start, and"
          + " nothing else is restored")
  void lockedOut() throws Exception {
    assertEquals(
        "2",
        ServerDatabase.string(
            """
            select count(*) from provisioning.scim_user u join provisioning.tenant t on t.tenant_id = u.tenant_id,
              lateral jsonb_object_keys(cast(u.document as jsonb)) name
            where t.subdomain = ? and u.user_name_key = 'admin@example.com' and name in ('name', 'displayName')
            """,
            "primatech"),
        "name and displayName are there again");
    assertEquals("1", administrators(), "of " + administratorsBefore);
    assertEquals(
        "MANAGE_INTEGRATIONS not pushed",
        ServerDatabase.string(
            """
            select string_agg(p.permission || case when r.push_allowed then ' pushed' else ' not pushed' end, ', ')
            from provisioning.role_permission p join provisioning.role r on r.tenant_id = p.tenant_id and r.id = p.role_id
            join provisioning.tenant t on t.tenant_id = p.tenant_id where t.subdomain = ?
            """,
            "primatech"),
        "No more than is needed comes back.");
  }

  /** Starts a server, and ends it, with this setting in one tenant. */
  private static void start(String changed) throws Exception {
    String setting = "tenant.%s.first-administrator";
    try (ServerProcess node =
        RunningServer.secondNode(
            Map.of(
                "provisioning.tenants",
                RunningServer.tenantList() + "," + FAULTY,
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

  private static String administrators() throws SQLException {
    return ServerDatabase.string(
        """
        select count(distinct m.user_id) from provisioning.role_member m
        join provisioning.role_permission p on p.tenant_id = m.tenant_id and p.role_id = m.role_id
        join provisioning.tenant t on t.tenant_id = m.tenant_id
        where t.subdomain = ? and p.permission = 'MANAGE_INTEGRATIONS'
        """,
        LOCKED_OUT);
  }
}
