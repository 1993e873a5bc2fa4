package com.ransomleak.provisioning.org;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whom a manager reference means, in the usual order of keys. */
class ManagerKeysIT {
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  private static final String OFF = "{\"op\":\"replace\",\"value\":{\"active\":false}}";
  private static final String ON = "{\"op\":\"replace\",\"value\":{\"active\":true}}";

  private final ScimClient client = ScimClient.of("globex");
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("externalId, employeeNumber, userName and e-mail find the manager, before and after")
  void everyKeyFindsTheManager() {
    String early = report("x1-" + name);
    String boss = person("boss-" + name, "x1-" + name, "e1-" + name, "Mail-" + name);
    assertEquals(boss, line(early));
    for (String reference :
        new String[] {
          boss, "x1-" + name, "E1-" + name, "BOSS-" + name, "mail-" + name + "@EXAMPLE.com"
        }) {
      assertEquals(boss, line(report(reference)), reference);
    }
    assertNull(line(report(("x1-" + name).toUpperCase(Locale.ROOT))), "externalId is case-exact");
  }

  @Test
  @DisplayName("The first kind of key that finds anybody counts, also when they arrive later")
  void theFirstKindCounts() {
    String key = "k-" + name;
    String byNumber = person("a-" + name, null, key, "a-" + name);
    String report = report(key);
    assertEquals(byNumber, line(report));
    String byExternalId = person("b-" + name, key, null, "b-" + name);
    assertEquals(byExternalId, line(report), "externalId comes before employeeNumber");
    client.delete("/Users/" + byExternalId).expect(204);
    assertEquals(byNumber, line(report));
  }

  @Test
  @DisplayName("A reference that means several people waits until it means one")
  void severalPeopleAreNobody() throws SQLException {
    String key = "n-" + name;
    String first = person("a-" + name, null, key, "a-" + name);
    String report = report(key);
    assertEquals(first, line(report));
    assertFalse(waits(report));
    String second = person("b-" + name, null, key, "b-" + name);
    assertNull(line(report));
    assertTrue(waits(report));
    ScimAnswer kept = client.get("/Users/" + report).expect(200);
    assertEquals(key, kept.text("/" + ENTERPRISE + "/manager/value"), "Dec-23");
    client
        .patch(
            "/Users/" + first,
            "{\"op\":\"remove\",\"path\":\"%s:employeeNumber\"}".formatted(ENTERPRISE))
        .expect(200);
    assertEquals(second, line(report));
    assertFalse(waits(report));
  }

  @Test
  @DisplayName(
      "A changed userName or e-mail address moves the line; so does a reactivation nothing")
  void changedKeys() {
    String boss = person("boss-" + name, null, null, "mail-" + name);
    String byName = report("boss-" + name);
    String byMail = report("mail-" + name + "@example.com");
    replace(boss, "userName", "\"chief-" + name + "\"");
    assertNull(line(byName));
    assertEquals(boss, line(byMail));
    replace(boss, "emails", "[{\"value\":\"new-" + name + "@example.com\"}]");
    assertNull(line(byMail));
    replace(boss, "userName", "\"boss-" + name + "\"");
    assertEquals(boss, line(byName));
    client.patch("/Users/" + boss, OFF).expect(200);
    assertEquals(boss, line(byName), "E-06");
    client.patch("/Users/" + boss, ON).expect(200);
    assertEquals(boss, line(byName));
  }

  @Test
  @DisplayName(
      "Blanks around a reference are none of it, by whichever kind of key it means somebody")
  void blanksAroundAReference() {
    String early = report(" x1-" + name + "\\t");
    String boss = person("boss-" + name, "x1-" + name, "e1-" + name, "mail-" + name);
    assertEquals(boss, line(early));
    for (String key :
        new String[] {
          boss, "x1-" + name, "e1-" + name, "boss-" + name, "mail-" + name + "@example.com"
        }) {
      for (String blanks : new String[] {" %s", "%s\\n", "\\t %s \\u3000", "\\u2003%s"}) {
        assertEquals(boss, line(report(blanks.formatted(key))), blanks + key);
      }
    }
    String earlyOdd = report(" x2-" + name);
    String odd = person("odd-" + name, " x2-" + name, null, "odd-" + name);
    assertEquals(odd, line(report(" x2-" + name)), "as it was sent, it is the externalId");
    assertEquals(odd, line(earlyOdd));
  }

  @Test
  @DisplayName("The reference must not be too long, but what folding makes of it may be")
  void aKeyThatFoldingMakesLonger() throws SQLException {
    String key = name + "\u0130".repeat(256 - name.length());
    String early = report(key);
    assertNull(line(early));
    assertTrue(waits(early));
    String boss = person("boss-" + name, key, null, "mail-" + name);
    assertEquals(boss, line(early));
    assertEquals(boss, line(report(key)));
    assertFalse(waits(early));
  }

  @Test
  @DisplayName("A reference longer than any key is kept and never looked for")
  void aReferenceThatCanMeanNobody() throws SQLException {
    String report = report("x".repeat(1_000));
    assertNull(line(report));
    assertFalse(waits(report), "There is nobody it could wait for.");
  }

  private String person(String userName, String externalId, String number, String mail) {
    String more =
        (externalId == null ? "" : ",\"externalId\":\"" + externalId + "\"")
            + (number == null
                ? ""
                : ",\"%s\":{\"employeeNumber\":\"%s\"}".formatted(ENTERPRISE, number));
    return client
        .post(
            "/Users",
            "{\"userName\":\"%s\",\"emails\":[{\"value\":\"%s@example.com\"}]%s}"
                .formatted(userName, mail, more))
        .expect(201)
        .id();
  }

  private String report(String reference) {
    return client
        .post(
            "/Users",
            "{\"userName\":\"%s\",\"%s\":{\"manager\":{\"value\":\"%s\"}}}"
                .formatted(ScimClient.unique(), ENTERPRISE, reference))
        .expect(201)
        .id();
  }

  private void replace(String user, String path, String value) {
    client
        .patch(
            "/Users/" + user,
            "{\"op\":\"replace\",\"path\":\"%s\",\"value\":%s}".formatted(path, value))
        .expect(200);
  }

  private String line(String user) {
    String link = client.get("/Users/" + user).expect(200).text("/" + ENTERPRISE + "/manager/$ref");
    return link == null ? null : link.substring(link.lastIndexOf('/') + 1);
  }

  private static boolean waits(String user) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var query =
            database.prepareStatement(
                "select manager_pending_since is not null from provisioning.scim_user where id ="
                    + " ?::uuid")) {
      query.setString(1, user);
      try (var row = query.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }
}
