package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.demo.ResourceRows;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code /api/v1/people/{id}}: the reporting lines of a person, above and below. */
@TestTenant("monsters")
class PersonIT {
  private final People people = new People();
  private final String name = people.name();

  @Test
  @DisplayName("The reporting line goes up to the top; reports are counted on all levels")
  void lines() {
    String top = people.person("top", null);
    String middle = people.person("middle", top);
    String low = people.person("low", middle);
    people.person("low2", middle);
    assertEquals(List.of(name + "middle", name + "top"), chain(low));
    assertEquals("top", people.report(low).getString("chainEnd"));
    assertReports(1, 3, top);
    assertReports(2, 2, middle);
    assertReports(0, 0, low);
    assertEquals(name + "middle", people.report(low).getString("manager"), "by name");
  }

  @Test
  @DisplayName(
      "Loops are cut: of two people, of one person, and one that the person only leads into")
  void circles() {
    String self = people.person("self", null);
    People.manage(self, self);
    assertEquals(List.of(), chain(self));
    assertEquals("circle", people.report(self).getString("chainEnd"));
    assertReports(0, 0, self);

    String first = people.person("first", null);
    String second = people.person("second", first);
    People.manage(first, second);
    assertEquals(List.of(name + "second"), chain(first));
    assertReports(1, 1, first);

    String outside = people.person("outside", first);
    assertEquals(List.of(name + "first", name + "second"), chain(outside));
    assertEquals("circle", people.report(outside).getString("chainEnd"));
    assertReports(2, 2, first);
  }

  @Test
  @DisplayName("A loop of 1,000 people is cut after 100 managers and counts 999 reports below each")
  void longCircle() throws SQLException {
    insert(1_000);
    ServerDatabase.run(
        """
        update provisioning.scim_user u set manager_id = m.id from provisioning.scim_user m
        where m.tenant_id = u.tenant_id and u.user_name_key like ? || '-%' and m.user_name_key = ? || '-'
          || (split_part(u.user_name_key, '-', 2)::int % 1000 + 1)
        """,
        name, name);
    try {
      String id = people.reports().each("/people?search=" + name + "-500", "id").get(0);
      JsonObject report = people.report(id);
      assertEquals(100, report.getJsonArray("managementChain").size());
      assertEquals("cut", report.getString("chainEnd"));
      assertReports(1, 999, id);
    } finally {
      // No reference says so, which db/checks would find.
      ServerDatabase.run(
          "delete from provisioning.scim_user where user_name_key like ? || '-%'", name);
    }
  }

  @Test
  @DisplayName("A manager reference is shown as it was sent, with the reason why it is pending")
  void references() {
    String waiting =
        People.id(people.create("waiting", People.block("\"manager\":{\"value\":\" Nobody \"}")));
    JsonObject reference = people.report(waiting).getJsonObject("managerReference");
    assertEquals(" Nobody ", reference.getString("value"));
    assertEquals("pending", reference.getString("state"));
    assertEquals("No user matches this reference.", reference.getString("reason"));
    assertTrue(reference.containsKey("pendingSince"));

    for (String twin : List.of("twin1", "twin2")) {
      people.create(twin, People.block("\"employeeNumber\":\"" + name + "-7\""));
    }
    String between =
        People.id(
            people.create("between", People.block("\"manager\":{\"value\":\"" + name + "-7\"}")));
    reference = people.report(between).getJsonObject("managerReference");
    assertEquals("2 users match this reference.", reference.getString("reason"));
    assertEquals(2, reference.getInt("people"));

    String endless =
        People.id(
            people.create(
                "endless", People.block("\"manager\":{\"value\":\"" + "x".repeat(300) + "\"}")));
    assertEquals(
        "pending", people.report(endless).getJsonObject("managerReference").getString("state"));

    String linked = people.person("linked", waiting);
    reference = people.report(linked).getJsonObject("managerReference");
    assertEquals("linked", reference.getString("state"));
    assertFalse(reference.containsKey("reason"));
    assertFalse(people.report(waiting).getJsonObject("attributes").containsKey("schemas"));
    assertFalse(people.report(people.person("none", null)).containsKey("managerReference"));
  }

  private List<String> chain(String id) {
    return people
        .report(id)
        .getJsonArray("managementChain")
        .getValuesAs(JsonValue::asJsonObject)
        .stream()
        .map(superior -> superior.getString("displayName"))
        .toList();
  }

  private void assertReports(int direct, int total, String id) {
    assertEquals(direct, people.report(id).getInt("directReports"));
    assertEquals(total, people.report(id).getInt("totalReports"));
  }

  private void insert(int count) throws SQLException {
    ServerDatabase.run(
        ResourceRows.users(
            """
            select tenant_id, gen_random_uuid(),
              jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:User'),
                'userName', ? || '-' || n, 'active', true),
              jsonb_build_object('userName', ? || '-' || n, 'active', true)
            from provisioning.tenant, generate_series(1, %d) n where subdomain = '%s'
            """
                .formatted(count, People.TENANT)),
        name,
        name);
  }
}
