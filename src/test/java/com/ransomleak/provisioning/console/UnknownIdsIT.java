package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Forms and addresses with ids that do not exist in this tenant. */
@TestTenant(value = "wonka", administrator = true)
@TestTenant(value = "gringotts", administrator = true)
class UnknownIdsIT {
  private static final String TENANT = "gringotts";
  private static final ScimClient OKTA = ScimClient.of(TENANT);
  private static final ScimClient OTHERS = ScimClient.of("wonka");

  private final ConsoleClient admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
  private final String name = ScimClient.unique();

  /** Each form of the page, with the fields that make a change. */
  private static final Map<String, List<Map<String, String>>> ROLE_FORMS =
      Map.of(
          "choose", List.of(Map.of("requested", "VIEW_REPORTS", "preview", "")),
          "pushing", List.of(Map.of("switchPush", "")),
          "people", List.of(Map.of("linkFor", "x"), Map.of()));

  private static final Map<String, List<Map<String, String>>> TEAM_FORMS =
      Map.of(
          "renaming", List.of(Map.of("name", "Other", "rename", "")),
          "archiving", List.of(Map.of("switchArchived", "")));

  @Test
  @DisplayName("A form with an unknown, foreign or malformed id gets 404 and changes nothing")
  void forms() throws Exception {
    String user = OKTA.user(name);
    String role = OKTA.group("Known " + name, user);
    create(OTHERS, name + "-other", "Foreign " + name);
    String colleague = create(OKTA, name + "-colleague", "Team " + name);
    String team = teamOf(admin, "Team " + name);
    // A team with people has no form that archives it.
    OKTA.delete("/Users/" + colleague).expect(204);
    String foreignRole = OTHERS.group("Foreign " + name);
    String foreignTeam =
        teamOf(ConsoleClient.at("wonka").signedIn(Browser.ADMINISTRATOR), "Foreign " + name);
    long logged = stackTraces();

    assertUnknown("/admin/roles/role", role, foreignRole, ROLE_FORMS);
    ConsoleClient.Form confirm =
        admin.confirmation("VIEW_REPORTS", "/admin/roles/role?id=" + role).with("change", "");
    assertUnknown("/admin/roles/role", confirm, foreignRole);
    assertUnknown("/admin/reports/team", team, foreignTeam, TEAM_FORMS);
    for (String page : List.of("/admin/reports/person", "/admin/integrations/activity-entry")) {
      ConsoleClient.Form leave = admin.get("/admin/account/password").form("leave");
      assertUnknown(page, leave, OTHERS.user(name + page.length()));
    }
    assertEquals(logged, stackTraces(), "stack traces in the log");
    assertFalse(
        admin.get("/admin/roles/role?id=" + role).body().contains("are now blocked"), "changed");
  }

  @Test
  @DisplayName("Signing out works on the page of something that was deleted")
  void signOut() {
    ConsoleClient leaving = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    ConsoleClient.Form leave =
        leaving.get("/admin/account/password").form("leave").with("signOut", "");
    for (String page :
        List.of("/admin/roles/role", "/admin/reports/team", "/admin/reports/person")) {
      leaving = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
      leave = leaving.get("/admin/account/password").form("leave").with("signOut", "");
      assertEquals("/sign-in", leaving.post(page, leave).redirect(), page);
    }
    assertEquals("/sign-in", leaving.get("/admin/account/password").redirect());
  }

  private void assertUnknown(
      String page, String known, String foreign, Map<String, List<Map<String, String>>> forms) {
    ConsoleClient.Answer shown = admin.get(page + "?id=" + known);
    forms.forEach(
        (form, presses) ->
            presses.forEach(
                press -> {
                  ConsoleClient.Form filled = shown.form(form);
                  for (Map.Entry<String, String> field : press.entrySet()) {
                    filled = filled.with(field.getKey(), field.getValue());
                  }
                  assertUnknown(page, filled, foreign);
                }));
  }

  private void assertUnknown(String page, ConsoleClient.Form form, String foreign) {
    String never = "01890000-0000-7000-8000-000000000000";
    String expected = null;
    for (String id : new String[] {foreign, never, "x", "", "\0", "%", "1".repeat(500), null}) {
      ConsoleClient.Answer answer = admin.post(page, form.with("id", id));
      String what = page + " " + form + " with id " + id;
      assertEquals(404, answer.status(), what + answer.body());
      assertTrue(answer.body().contains("Page not found"), what);
      String body = answer.bodyWithoutNonce();
      assertEquals(expected == null ? body : expected, body, what);
      expected = body;
      assertEquals(
          404, admin.byAddress(page, new ConsoleClient.Form(Map.of("id", "" + id))).status());
    }
  }

  private static String create(ScimClient client, String userName, String department) {
    return client
        .post(
            "/Users",
            ScimClient.userBody(
                userName,
                ",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"department\":\""
                    + department
                    + "\"}"))
        .expect(201)
        .id();
  }

  private static String teamOf(ConsoleClient admin, String team) {
    return admin
        .get("/admin/reports/teams?search=" + team.replace(' ', '+'))
        .between("href=\"team?id=", "\"");
  }

  private static long stackTraces() throws Exception {
    try (var lines = Files.lines(RunningServer.get().log())) {
      return lines.filter(line -> line.strip().startsWith("at com.ransomleak.")).count();
    }
  }
}
