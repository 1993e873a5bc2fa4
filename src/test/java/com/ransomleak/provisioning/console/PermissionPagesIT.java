package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which pages a user can open, by permission. */
@TestTenant(value = "veridian", administrator = true)
class PermissionPagesIT {
  private static final String TENANT = "veridian";
  private static final String FINDINGS = "/admin/integrations/findings";
  private static final Pattern GROUP =
      Pattern.compile(
          "<p class=\"group\">[^<]*</p>(.*?)(?=<p class=\"group\">|\\z)", Pattern.DOTALL);
  private static final Pattern ADDRESS = Pattern.compile("href=\"(/admin/[^\"#]*)");

  /** The permissions that open each page; any of them is sufficient. */
  private static final Map<String, Set<Permission>> PAGES =
      Map.ofEntries(
          Map.entry("integrations/scim-provisioning", Set.of(Permission.MANAGE_INTEGRATIONS)),
          Map.entry("integrations/report-access", Set.of(Permission.MANAGE_INTEGRATIONS)),
          Map.entry("integrations/activity-access", Set.of(Permission.MANAGE_INTEGRATIONS)),
          Map.entry("integrations/activity", Set.of(Permission.VIEW_ACTIVITY)),
          Map.entry("integrations/activity.xhtml", Set.of(Permission.VIEW_ACTIVITY)),
          Map.entry(
              "integrations/findings", Set.of(Permission.VIEW_ACTIVITY, Permission.VIEW_REPORTS)),
          Map.entry(
              "integrations/findings.xhtml",
              Set.of(Permission.VIEW_ACTIVITY, Permission.VIEW_REPORTS)),
          Map.entry(
              "integrations/finding?kind=circles",
              Set.of(Permission.VIEW_ACTIVITY, Permission.VIEW_REPORTS)),
          Map.entry("roles/roles", Set.of(Permission.MANAGE_ROLES)),
          Map.entry("reports/people", Set.of(Permission.VIEW_REPORTS)),
          Map.entry("reports/changes", Set.of(Permission.VIEW_REPORTS)));

  private static final String NAME = ScimClient.unique();
  private static final ScimClient OKTA = ScimClient.of(TENANT);

  private static String role;
  private static ConsoleClient person;

  @BeforeAll
  static void signIn() throws SQLException {
    role = OKTA.group("Role of " + NAME, OKTA.user(NAME));
    grant(EnumSet.allOf(Permission.class));
    person = ConsoleClient.at(TENANT).signedIn(NAME);
  }

  @Test
  @DisplayName(
      "With each combination of permissions, each menu heading has entries and all links work")
  void menus() throws SQLException {
    Permission[] all = Permission.values();
    for (int bits = 1; bits < (1 << all.length); bits++) {
      Set<Permission> granted = EnumSet.noneOf(Permission.class);
      for (int i = 0; i < all.length; i++) {
        if ((bits & (1 << i)) != 0) {
          granted.add(all[i]);
        }
      }
      grant(granted);
      ConsoleClient.Answer home = person.get(person.get("/").header("Location"));
      assertEquals(200, home.status(), granted + home.body());
      String menu = home.between("<nav id=\"navigation\"", "</nav>");
      GROUP
          .matcher(menu)
          .results()
          .forEach(group -> assertTrue(group.group(1).contains("<a "), granted + menu));
      Set<String> links =
          ADDRESS
              .matcher(home.body())
              .results()
              .map((MatchResult link) -> link.group(1).replace("&amp;", "&"))
              .filter(link -> !PAGES.containsKey(link.substring("/admin/".length())))
              .collect(Collectors.toCollection(TreeSet::new));
      for (String link : links) {
        assertEquals(200, person.get(link).status(), granted + " " + link);
      }
      PAGES.forEach(
          (page, permissions) ->
              assertEquals(
                  Collections.disjoint(Permission.effective(granted), permissions) ? 403 : 200,
                  person.get("/admin/" + page).status(),
                  granted + " " + page));
    }
  }

  @Test
  @DisplayName("View Activity opens an entry, and changes nothing")
  void viewActivity() throws SQLException {
    grant(EnumSet.allOf(Permission.class));
    ConsoleClient.Form check = person.get(FINDINGS).form("checkForm").with("checkNow", "");
    String change = person.get("/admin/reports/changes?kind=access").body();
    assertTrue(change.contains("/admin/integrations/activity-entry?id="), change);

    grant(Set.of(Permission.VIEW_ACTIVITY));
    ConsoleClient.Answer activity =
        person.get("/admin/integrations/activity?kind=provisioning&search=" + NAME);
    String entry =
        "/admin/integrations/activity-entry" + activity.between("\"activity-entry", "\"");
    ConsoleClient.Answer opened = person.get(entry);
    assertTrue(opened.body().contains(NAME + " was created"), opened.body());
    assertFalse(opened.body().contains("/admin/reports/"), opened.body());
    assertEquals(403, person.get("/admin/integrations/report-access").status());

    ConsoleClient.Answer findings = person.get(FINDINGS);
    assertFalse(findings.body().contains("checkNow"), findings.body());
    assertFalse(person.post(FINDINGS, check).body().contains("The check was started"));
    String started = person.get("/admin/integrations/activity?kind=console&search=" + NAME).body();
    assertFalse(started.contains("A check of all reporting lines was started"), started);
  }

  @Test
  @DisplayName("View Reports alone sees findings, and no link to the activity")
  void viewReports() throws SQLException {
    grant(Set.of(Permission.VIEW_REPORTS));
    for (String page : Set.of("home", "reports/changes?kind=access", "integrations/findings")) {
      String body = person.get("/admin/" + page).body();
      assertTrue(body.contains(FINDINGS), body);
      assertFalse(body.contains("/admin/integrations/activity"), body);
    }
  }

  @Test
  @DisplayName("Home leads who may not open it to a page that they may open")
  void home() throws SQLException {
    grant(Set.of(Permission.MANAGE_ROLES));
    assertEquals("/admin/roles/roles", person.get("/admin/home").redirect());
  }

  /** Gives the role exactly these permissions. */
  private static void grant(Set<Permission> permissions) throws SQLException {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator();
        PreparedStatement change =
            migrator.prepareStatement(
                """
                with lost as (
                  delete from provisioning.role_permission where role_id = ?::uuid and permission <> all (string_to_array(?, ',')))
                insert into provisioning.role_permission (tenant_id, role_id, permission)
                select tenant_id, id, unnest(string_to_array(?, ',')) from provisioning.role where id = ?::uuid
                on conflict do nothing
                """)) {
      String names = permissions.stream().map(Enum::name).collect(Collectors.joining(","));
      change.setString(1, role);
      change.setString(2, names);
      change.setString(3, names);
      change.setString(4, role);
      change.executeUpdate();
    }
  }
}
