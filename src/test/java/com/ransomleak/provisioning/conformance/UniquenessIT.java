package com.ransomleak.provisioning.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Names that another one has, or that only look different. */
@TestTenant("hooli2")
class UniquenessIT {
  private static final String TENANT = "hooli2";

  private final ScimClient client = ScimClient.of(TENANT);
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("B13: 409 names the value and its holder and advises what fits a create or a change")
  void adviceFitsWhatWasTried() throws Exception {
    String holder = user(name, "ext-" + name);
    String other = "/Users/" + client.user(name + "-other");
    String createAdvice = "instead of creating it again";
    assertDetail(
        client.post("/Users", ScimClient.userBody(name, "")), "\"" + name + "\"", createAdvice);
    for (ScimAnswer refused :
        List.of(
            client.patch(other, replace("userName", name)),
            client.put(other, ScimClient.userBody(name, "")))) {
      assertDetail(refused, "userName \"" + name + "\"", "is active", "Use another userName");
      assertFalse(refused.detail().contains(createAdvice), refused::toString);
      assertTrue(recorded(refused).contains(name), "the activity shows the value");
    }
    ScimAnswer refused = client.patch(other, replace("externalId", "ext-" + name));
    assertDetail(refused, "\"ext-" + name + "\"", "active user \"" + name + "\"");
    client.patch("/Users/" + holder, replace("active", "False")).expect(200);
    assertDetail(client.patch(other, replace("userName", name)), "is inactive");
    assertDetail(
        client.patch(other, replace("externalId", "ext-" + name)),
        "inactive user \"" + name + "\"");
  }

  @Test
  @DisplayName("B17: 409 for a POST says that the record is inactive and what to do")
  void anInactiveHolderIsSaid() throws Exception {
    String id = user(name, "ext-" + name);
    client.patch("/Users/" + id, replace("active", "False")).expect(200);
    // PostgreSQL checks the older unique index first, and pg_restore creates them by name.
    for (String newest : List.of("user_userName_unique", "user_externalId_unique")) {
      recreateIndex(newest);
      assertDetail(
          client.post(
              "/Users",
              ScimClient.userBody(
                  name.toUpperCase(Locale.ROOT), ",\"externalId\":\"ext-" + name + "\"")),
          id,
          "is inactive",
          "Set active to true");
      assertFalse(client.get("/Users/" + id).expect(200).json().getBoolean("active"));
    }
    assertDetail(
        client.post("/Users", ScimClient.userBody(name, "")), "is inactive", "set active to true");
  }

  @Test
  @DisplayName("B13: a group is not advised to take a built-in role's name by renaming")
  void adviceForGroups() {
    String group = "/Groups/" + client.group(name);
    String other = client.group(name + "-other");
    assertDetail(client.post("/Groups", ScimClient.groupBody("LEARNER")), "Link to that group");
    ScimAnswer builtIn = client.patch(group, replace("displayName", "learner"));
    assertDetail(builtIn, "\"learner\"", "built-in role \"Learner\"", "use another name");
    assertFalse(builtIn.detail().contains("Link to that group"), builtIn::toString);
    assertDetail(
        client.put("/Groups/" + other, ScimClient.groupBody(name)), "first rename or delete");
  }

  @Test
  @DisplayName("B19, V17: names that look the same are one name; the spelling is kept")
  void rolesThatLookTheSame() {
    for (String lookAlike :
        List.of(
            "Administrator ",
            " Administrator",
            "Admini\u200Bstrator",
            "\uFF21dministrator",
            "\u00A0ADMINISTRATOR\\t")) {
      client.post("/Groups", ScimClient.groupBody(lookAlike)).expect(409, "uniqueness");
    }
    String spelling = name + "  of\u00A0blanks ";
    String group = client.group(spelling);
    assertEquals(spelling, client.get("/Groups/" + group).text("/displayName"));
    client.post("/Groups", ScimClient.groupBody(name + " OF blanks")).expect(409, "uniqueness");
    assertEquals(1, found(spelling.toUpperCase(Locale.ROOT)), "by what was sent");
    assertEquals(0, found(name + " of blanks"), "RFC 7643: only case makes no difference");

    int before = lookAlikes();
    String cyrillic = client.group("\u0410dministrator");
    assertEquals(before + 1, lookAlikes());
    client.patch("/Groups/" + cyrillic, replace("displayName", name + "-renamed")).expect(204);
    assertEquals(before, lookAlikes());
  }

  @Test
  @DisplayName("B19: a userName that begins or ends with a blank is rejected")
  void blanksAroundUserName() {
    String user = "/Users/" + client.user(name);
    for (String typed :
        List.of(" x" + name, "x" + name + " ", "\u00A0x" + name, "x" + name + "\u200B")) {
      for (ScimAnswer refused :
          List.of(
              client.post("/Users", ScimClient.userBody(typed, "")),
              client.put(user, ScimClient.userBody(typed, "")),
              client.patch(user, replace("userName", typed)))) {
        assertTrue(
            refused.expect(400, "invalidValue").detail().startsWith("userName"), refused::toString);
      }
    }
    client.user("x " + name);
  }

  private static void recreateIndex(String name) throws Exception {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var statement = database.createStatement()) {
      statement.execute(
          """
          do $$
          declare
            definition constant text := pg_get_indexdef('provisioning."%1$s"'::regclass);
          begin
            drop index provisioning."%1$s";
            execute definition;
          end $$
          """
              .formatted(name));
    }
  }

  private String user(String userName, String externalId) {
    return client
        .post("/Users", ScimClient.userBody(userName, ",\"externalId\":\"" + externalId + "\""))
        .expect(201)
        .id();
  }

  private int found(String displayName) {
    return client
        .post("/Groups/.search", "{\"filter\":\"displayName eq \\\"" + displayName + "\\\"\"}")
        .expect(200)
        .total();
  }

  private static int lookAlikes() {
    return ApiClient.of(TENANT)
        .get("/overview")
        .expect(200)
        .json()
        .getJsonObject("findings")
        .getInt("lookAlikeRoles");
  }

  private static void assertDetail(ScimAnswer refused, String... parts) {
    refused.expect(409, "uniqueness");
    for (String part : parts) {
      assertTrue(refused.detail().contains(part), () -> part + " in " + refused);
    }
  }

  private static String replace(String path, String value) {
    return "{\"op\":\"replace\",\"path\":\"%s\",\"value\":\"%s\"}".formatted(path, value);
  }

  private static String recorded(ScimAnswer answer) throws Exception {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var query =
            database.prepareStatement(
                "select detail from provisioning.activity where request_id = ?")) {
      query.setString(1, answer.header("X-Request-Id").orElseThrow());
      try (var row = query.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }
}
