package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The source of each attribute, team, manager and role of a person. */
@TestTenant(value = "monsters", administrator = true)
class PersonSourcesIT {
  private final People people = new People();
  private final String name = people.name();

  @Test
  @DisplayName(
      "The source of an attribute is the last request that changed it, the one that created the"
          + " person, or the time before the recorded history")
  void sources() throws SQLException {
    String boss = people.person("boss", null);
    String id =
        People.id(
            people.create(
                "sourced",
                ",\"title\":\"Scarer\"" + People.block("\"department\":\"" + name + "\"")));
    JsonObject created = people.report(id).getJsonObject("sources");
    assertEquals("scim", created.getJsonObject("title").getString("source"));
    assertEquals(created.get("title"), created.get("userName"));
    assertEquals(
        created.get("title"), people.report(id).get("teamSource"), "in the team since then");

    People.OKTA
        .patch("/Users/" + id, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Comedian\"}")
        .expect(200);
    People.OKTA
        .patch("/Users/" + id, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Comedian\"}")
        .expect(200);
    People.manage(id, boss);
    JsonObject changed = people.report(id).getJsonObject("sources");
    assertEquals(created.get("userName"), changed.get("userName"));
    assertTrue(entry(changed, "title").compareTo(entry(created, "title")) > 0);
    assertTrue(
        entry(changed, People.ENTERPRISE + ":manager").compareTo(entry(changed, "title")) > 0);
    assertEquals(created.get("title"), changed.get(People.ENTERPRISE + ":department"));
    assertEquals("scim", people.report(id).getJsonObject("managerSource").getString("source"));

    ServerDatabase.run(
        "delete from provisioning.activity where resource_id = ? and action = 'user.created'", id);
    JsonObject later = people.report(id).getJsonObject("sources");
    assertEquals("earlier", later.getJsonObject("userName").getString("source"));
    assertFalse(later.getJsonObject("userName").containsKey("at"));
    assertEquals(changed.get("title"), later.get("title"));
    assertEquals("earlier", people.report(id).getJsonObject("teamSource").getString("source"));
    JsonObject nowhere = people.report(boss);
    assertFalse(nowhere.containsKey("teamSource") || nowhere.containsKey("managerSource"));
    People.OKTA
        .patch(
            "/Users/" + id, "{\"op\":\"remove\",\"path\":\"" + People.ENTERPRISE + ":department\"}")
        .expect(200);
    assertEquals(
        "scim", people.report(id).getJsonObject("teamSource").getString("source"), "it left one");
  }

  @Test
  @DisplayName("Sources distinguish the scheduled job, an administrator and the configuration")
  void otherSources() throws Exception {
    String boss = people.person("boss", null);
    String id = people.person("orphan", null);
    // As if both had arrived at the same moment.
    ServerDatabase.run(
        """
        update provisioning.scim_user set document = jsonb_set(document::jsonb, '{%1$s}', jsonb_build_object('manager', jsonb_build_object('value', cast(? as text)))),
          keys = jsonb_set(keys, '{%1$s:manager}', jsonb_build_object('value', cast(? as text), 'valueKey', cast(? as text))),
          manager_reference = ?, manager_reference_key = ? where id = ?::uuid
        """
            .formatted(People.ENTERPRISE),
        boss,
        boss,
        boss,
        boss,
        boss,
        id);
    Eventually.holds(
        "the timer links",
        () ->
            assertEquals(
                "timer", people.report(id).getJsonObject("managerSource").getString("source")));
    assertEquals(
        "Manager: none → " + name + "boss.", people.timeLine(id).get(0).getString("sentence"));

    String admin = people.reports().each("/people?search=" + Browser.ADMINISTRATOR, "id").get(0);
    JsonObject role = people.report(admin).getJsonArray("roles").getJsonObject(0);
    assertEquals("configuration", role.getJsonObject("source").getString("source"));
    assertTrue(
        people.timeLine(admin).stream()
            .anyMatch(line -> line.getString("sentence").equals("Appointed first administrator.")));
  }

  private static String entry(JsonObject sources, String attribute) {
    return sources.getJsonObject(attribute).getString("activity");
  }
}
