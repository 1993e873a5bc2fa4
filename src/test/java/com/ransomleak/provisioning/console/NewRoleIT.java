package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.server.TestTenant;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Roles that administrators create, give, take away and delete. */
@TestTenant(value = "hydra", administrator = true)
@Tag("one-server")
class NewRoleIT {
  private static final String TENANT = "hydra";
  private static final String PAGE = "/admin/roles/roles";
  private static final String ROLE = "/admin/roles/role?id=";

  private final ScimClient okta = ScimClient.of(TENANT);
  private final String name = ScimClient.unique();
  private ConsoleClient admin;

  @BeforeEach
  void signIn() {
    admin = ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
  }

  @Test
  @DisplayName("One person gets only View Activity, by a new role, and loses it again")
  void onePerson() throws IOException {
    String user = okta.user(name);
    try (Browser browser = Browser.administrator(TENANT)) {
      browser.open("/admin/roles/invite");
      browser.submitBy("main a[href*=new]");
      browser.type("newRole", "Auditors " + name);
      browser.submit("create");
      assertTrue(browser.visible("#new #newRoleError").isDisplayed(), "in the panel");
      assertEquals("newRole", browser.script("return document.activeElement.id"));
      assertEquals(
          "absolute",
          browser.script("return getComputedStyle(document.getElementById('make')).position"));
      browser.inspect("role-new-rejected");
      browser.click("#granted-VIEW_ACTIVITY");
      browser.inspect("role-new");
      browser.submit("create");
      assertEquals("Auditors " + name, browser.heading());
      assertTrue(browser.message().contains("Nobody has it yet"), browser.message());
      assertTrue(browser.text().contains("its pushes are rejected"), browser.text());
      browser.submitBy("#members a[href*=invite], main a[href*=invite]");
      assertEquals("Add a person to Auditors " + name, browser.heading());
      assertEquals("Roles", browser.find("nav [aria-current=page]").getText());
      assertFalse(browser.has("select#role"), "The role is that of the page.");
      browser.type("person", name);
      browser.submitBy("main form.card button");
      assertTrue(
          browser.text().contains("gets the role Auditors " + name + " with the permissions: View"),
          browser.text());
      browser.submitBy("button[name=invite]");
      browser.submitBy("main p > a.ui-button");
      assertEquals("Auditors " + name, browser.heading());

      browser.open(PAGE + "?search=" + name);
      browser.submitBy("#roles tbody a");
      browser.click("#memberTable .menu summary");
      browser.submitBy("#memberTable a[href*=remove]");
      assertTrue(browser.text().contains(name + " loses the role Auditors"), browser.text());
      browser.inspect("role-member-remove");
      browser.submitBy("button[name=removeFor]");
      assertTrue(browser.message().contains("does not have the role"), browser.message());
      assertFalse(browser.has("#memberTable"), browser.text());
    }
    String activity = admin.get("/admin/integrations/activity?search=" + name).body();
    assertTrue(activity.contains("Role Auditors " + name + " was created"), activity);
    assertTrue(activity.contains("Granted View Activity"), activity);
    assertTrue(activity.contains("The access of " + name + " to the console was removed"));
    assertEquals(null, okta.get("/Users/" + user).value("/groups"));
  }

  @Test
  @DisplayName("A new role is a group in SCIM; pushes to it are rejected, and say where to allow")
  void group() {
    String role = create("Readers " + name, "VIEW_REPORTS");
    ScimAnswer group = okta.get("/Groups?filter=displayName eq \"readers " + name + "\"");
    assertEquals(role, group.text("/Resources/0/id"));
    assertEquals("Readers " + name, group.text("/Resources/0/displayName"));
    String user = okta.user(name);
    String pushed =
        okta.put("/Groups/" + role, ScimClient.groupBody("Readers " + name, user))
            .expect(409)
            .detail();
    assertTrue(pushed.contains("does not accept group pushes"), pushed);
    assertTrue(pushed.contains("Tenant Settings → Roles"), pushed);
    okta.delete("/Groups/" + role).expect(409);
    String taken =
        okta.post("/Groups", ScimClient.groupBody("READERS  " + name)).expect(409).detail();
    assertTrue(taken.contains("Link to that group"), taken);
  }

  @Test
  @DisplayName("A name is unique as SCIM compares names, and the rejected form keeps its values")
  void names() {
    okta.group("Ärger " + name);
    for (String odd : List.of("", "  ", "\u200B", "\0")) {
      assertTrue(
          create(odd, List.of("VIEW_REPORTS")).body().contains("Enter a name for the role."),
          "[" + odd);
    }
    assertTrue(
        create("Red\u202Enoos", List.of("VIEW_REPORTS")).body().contains("control characters"));
    assertTrue(create("x".repeat(257), List.of("VIEW_REPORTS")).body().contains("displayName"));
    assertTrue(create("No " + name, List.of()).body().contains("Choose at least one permission."));
    ConsoleClient.Answer taken = create(" A\u0308RGER   " + name, List.of("VIEW_REPORTS"));
    assertTrue(taken.body().contains("is taken by the role \"Ärger " + name), taken.body());
    assertTrue(taken.body().contains("Enter another name, or give people that role"));
    assertTrue(taken.between("id=\"newRole\"", "/>").contains(name), "The name stays.");
    assertTrue(taken.between("id=\"granted-VIEW_REPORTS\"", "/>").contains("checked"));
    assertTrue(
        create("administrator", List.of("VIEW_REPORTS"))
            .body()
            .contains("is taken by the built-in role \"Administrator"));
  }

  @Test
  @DisplayName("Nobody creates, deletes or takes away a role with permissions that they lack")
  void limits() throws SQLException {
    String clerks = create("Clerks " + name, "MANAGE_ROLES");
    okta.user(name);
    invite(name, clerks);
    ConsoleClient clerk = ConsoleClient.at(TENANT).signedIn(name);
    assertFalse(clerk.get(PAGE).body().contains("granted-VIEW_REPORTS"), "not offered");
    ConsoleClient.Answer above =
        clerk.post(PAGE, form(clerk, "Above " + name).with("granted", "VIEW_REPORTS"));
    assertTrue(above.body().contains("You cannot grant View Reports"), above.body());
    String own = deletion(admin, clerks).fields().get("version");
    assertFalse(clerk.get(ROLE + clerks + "&delete=true").body().contains("id=\"deletion\""));
    ConsoleClient.Form forged =
        clerk
            .get(ROLE + clerks)
            .form("people")
            .with("deleteRole", "true")
            .with("expected", "MANAGE_ROLES")
            .with("version", own);
    assertTrue(clerk.post(ROLE + clerks, forged).body().contains("You are in this role"));

    String readers = create("Readers " + name, "VIEW_REPORTS");
    String reader = okta.user(name + "-reader");
    invite(name + "-reader", readers);
    ConsoleClient.Form theirs =
        deletion(admin, readers).with("form-token", forged.fields().get("form-token"));
    assertTrue(
        clerk.post(ROLE + readers, theirs).body().contains("cannot delete a role that carries"));
    ConsoleClient.Answer removal =
        clerk.post(
            ROLE + readers, clerk.get(ROLE + readers).form("people").with("removeFor", reader));
    assertTrue(removal.body().contains("remove the access of, a person who has"), removal.body());
    okta.patch("/Users/" + reader, "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}")
        .expect(200);
    assertFalse(clerk.get(ROLE + readers).body().contains("remove=" + reader), "not offered");
    removal =
        clerk.post(
            ROLE + readers, clerk.get(ROLE + readers).form("people").with("removeFor", reader));
    assertTrue(removal.body().contains("remove the access of, a person who has"), removal.body());
    assertEquals(
        "1",
        ServerDatabase.string(
            "select count(*) from provisioning.role_member where role_id = ?::uuid", readers));
  }

  @Test
  @DisplayName(
      "Deleting a role names who loses what, and is done once, if nothing changed meanwhile")
  void delete() {
    String role = create("Short " + name, "VIEW_REPORTS");
    okta.user(name);
    ConsoleClient.Form before = deletion(admin, role);
    invite(name, role);
    assertTrue(admin.post(ROLE + role, before).body().contains("Nothing was changed"));
    ConsoleClient.Answer preview = admin.get(ROLE + role + "&delete=true");
    assertTrue(preview.body().contains("One person has this role and loses it"), preview.body());
    assertTrue(preview.body().contains("1 person would lose View Reports"), preview.body());
    assertTrue(preview.between("id=\"delete\"", "</section>").contains(name), preview.body());
    ConsoleClient.Form form = deletion(admin, role);
    assertTrue(
        admin.post(ROLE + role, form.with("version", "x")).body().contains("Nothing was changed"));
    assertTrue(
        admin.post(ROLE + role, form).body().contains("The role Short " + name + " was deleted"));
    assertEquals(404, admin.post(ROLE + role, form).status());
    okta.get("/Groups/" + role).expect(404);
    assertTrue(
        admin
            .get("/admin/integrations/activity?search=" + name)
            .body()
            .contains("Role Short " + name + " was deleted"));
    String changes = admin.get("/admin/reports/changes?kind=role&search=" + name).body();
    assertTrue(changes.contains("Short " + name), changes);
  }

  @Test
  @DisplayName("Built-in and pushed roles are not deleted here, and pushed members stay")
  void notHere() {
    String user = okta.user(name);
    String pushed = okta.group("Pushed " + name, user);
    assertFalse(admin.get(ROLE + pushed + "&delete=true").body().contains("deleteRole"));
    ConsoleClient.Form form =
        admin
            .get(ROLE + pushed)
            .form("people")
            .with("expected", "")
            .with("version", version(pushed))
            .with("deleteRole", "true");
    assertTrue(admin.post(ROLE + pushed, form).body().contains("accepts group pushes, so your"));
    ConsoleClient.Form people = admin.get(ROLE + pushed).form("people").with("removeFor", user);
    assertTrue(admin.post(ROLE + pushed, people).body().contains("Remove the person from the"));
    String learner = okta.get("/Groups?filter=displayName eq \"Learner\"").text("/Resources/0/id");
    ConsoleClient.Form builtIn =
        form.with("version", version(learner)).with("form-token", form.fields().get("form-token"));
    assertTrue(admin.post(ROLE + learner, builtIn).body().contains("is a built-in role and stays"));
  }

  @Test
  @DisplayName("The preview names the first people in order, and links to all who are concerned")
  void preview() {
    String[] users = new String[12];
    for (int i = 0; i < users.length; i++) {
      String person = "%s-%02d".formatted(name, users.length - i);
      users[i] = okta.user(person, person, null, "");
    }
    String group = okta.group("Many " + name, users);
    String other = create("Other " + name, "VIEW_REPORTS");
    invite(name + "-03", other);
    ConsoleClient.Answer preview =
        admin.post(
            ROLE + group,
            admin
                .get(ROLE + group)
                .form("choose")
                .with("requested", "VIEW_REPORTS")
                .with("preview", ""));
    assertTrue(preview.body().contains("11 people would gain View Reports"), preview.body());
    String shown = preview.between("11 people would gain", "id=\"confirmChange\"");
    assertTrue(shown.indexOf(name + "-01") < shown.indexOf(name + "-02"), shown);
    assertTrue(shown.contains(name + "-11"), shown);
    assertFalse(shown.contains(name + "-12") || shown.contains(name + "-03"), shown);
    assertTrue(shown.contains("without=VIEW_REPORTS"), shown);
    String all = admin.get(ROLE + group + "&without=VIEW_REPORTS&sort=name").body();
    assertTrue(all.contains("1–11 of 11"), all);
    assertTrue(all.contains("do not have View Reports by another role"), all);
    assertEquals(200, admin.get(ROLE + group + "&without=%00x").status());
  }

  private static ConsoleClient.Form form(ConsoleClient person, String role) {
    return person.get(PAGE).form("make").with("newRole", role).with("create", "");
  }

  private ConsoleClient.Answer create(String role, List<String> permissions) {
    ConsoleClient.Form form = form(admin, role);
    return admin.post(
        PAGE, permissions.isEmpty() ? form : form.with("granted", permissions.get(0)));
  }

  /** The id of a new role. */
  private String create(String role, String permission) {
    create(role, List.of(permission));
    return okta.get("/Groups?filter=displayName eq \"" + role + "\"").text("/Resources/0/id");
  }

  private void invite(String person, String role) {
    String page = "/admin/roles/invite?person=" + person + "&role=" + role;
    ConsoleClient.Answer done =
        admin.post(
            "/admin/roles/invite", admin.get(page).form("invitation").with("invite", "true"));
    assertTrue(done.body().contains("rllink_"), done.body());
  }

  private static ConsoleClient.Form deletion(ConsoleClient person, String role) {
    return person.get(ROLE + role + "&delete=true").form("deletion").with("deleteRole", "true");
  }

  private static String version(String role) {
    try {
      return ServerDatabase.string(
          "select version::text from provisioning.role where id = ?::uuid", role);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
