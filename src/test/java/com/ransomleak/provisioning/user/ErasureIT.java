package com.ransomleak.provisioning.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Users whom SCIM deleted are anonymised, in a tenant that waits two seconds with it. */
@TestTenant(
    value = "lethe",
    administrator = true,
    settings = {"record-values=true", "erase-deleted-after=PT2S"})
@Tag("one-server")
class ErasureIT {
  private static final String TENANT = "lethe";

  private final ScimClient client = ScimClient.of(TENANT);

  @Test
  @DisplayName(
      "Some time after deletion, no data identifies the user and all counts stay the same (E-04)")
  void deletedUsersAreAnonymised() throws Exception {
    String userName = "Sol." + ScimClient.unique();
    String mail = ScimClient.unique() + "@exchange.example";
    String shown = "Roth " + ScimClient.unique();
    String body =
        """
        {"userName":"%s","displayName":"%s","name":{"familyName":"%2$s"},"emails":[{"value":"%s"}]}\
        """
            .formatted(userName, shown, mail);
    String id = client.post("/Users", body).expect(201).id();
    client.post("/Users", body).expect(409);
    client
        .patch(
            "/Users/" + id,
            "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"" + shown + " II\"}")
        .expect(200);
    client.patch("/Users/" + id, "{\"op\":\"replace\",\"path\":\"userName\"}").expect(400);
    client
        .patch(
            "/Users/" + id,
            "{\"op\":\"replace\",\"path\":\"userName\",\"value\":\" " + shown + "\"}")
        .expect(400);
    client
        .post(
            "/Users",
            body.replace("[{\"value\":\"" + mail + "\"}]", "{\"value\":[\"" + mail + "\",\"x\"]}"))
        .expect(400);
    client.post("/Users", body.replace(userName, " " + userName)).expect(400);
    client.post("/Users", body.replace("\"userName\":\"" + userName + "\",", "")).expect(400);
    assertEquals(
        1,
        count(
            "select count(*) from provisioning.activity where status = 400 and resource_id is null"
                + " and resource_name = ?",
            shown),
        "A rejected create without userName shows the displayName.");
    for (String sent : List.of(shown, mail)) {
      assertTrue(tellsOf(sent).contains("activity.changed_values"), "a rejected value: " + sent);
    }
    client
        .patch("/Users/" + id, "{\"op\":\"replace\",\"path\":\"" + userName + " eq\"}")
        .expect(400);
    client.group("Books " + ScimClient.unique(), id);
    assertTrue(tellsOf(userName).contains("activity.resource_name"));
    String report = client.userWithManager("Report." + ScimClient.unique(), "\"" + id + "\"");
    client.delete("/Users/" + id).expect(204);
    long lines = count("select count(*) from provisioning.activity where resource_id = ?", id);
    long all = count("select count(*) from provisioning.activity where action <> ?", "user.erased");

    erased(id);
    for (String text : List.of(userName, mail, shown)) {
      assertEquals(List.of(), tellsOf(text), text);
    }
    assertEquals(
        "Manager: a deleted user → none.",
        ApiClient.of(TENANT)
            .get("/people/" + report + "/timeline")
            .expect(200)
            .items()
            .get(0)
            .getString("sentence"));
    assertEquals(
        lines, count("select count(*) from provisioning.activity where resource_id = ?", id));
    assertTrue(
        all
            <= count(
                "select count(*) from provisioning.activity where action <> ?", "user.erased"));
    assertTrue(
        count("select count(*) from provisioning.activity where action = ?", "user.erased") > 0);
    String page =
        ConsoleClient.at(TENANT)
            .signedIn(Browser.ADMINISTRATOR)
            .get("/admin/integrations/activity?search=" + id)
            .body();
    for (String what : List.of("created", "changed", "deleted")) {
      assertTrue(page.contains("an erased user was " + what), page);
    }
    client.get("/Users/" + id).expect(404);
    String next = client.post("/Users", body).expect(201).id();
    assertTrue(!next.equals(id), "An id is never used again.");
  }

  @Test
  @DisplayName(
      "Previous names are erased too, in any spelling, short names and names of actors included")
  void formerNames() throws Exception {
    String unique = ScimClient.unique();
    String former = "Änne." + unique;
    String later = "~Q";
    String person = client.user(former);
    String colleague = client.user(ScimClient.unique());
    String role = client.group("Clerks " + unique, person);
    run(
        "insert into provisioning.role_permission (tenant_id, role_id, permission) select"
            + " tenant_id, id, unnest('{MANAGE_INTEGRATIONS,VIEW_REPORTS}'::text[]) from"
            + " provisioning.role where id::text = ?",
        role);
    // Or the person would be the last administrator with a password, who stays.
    ConsoleClient.at(TENANT).signedIn(Browser.ADMINISTRATOR);
    ConsoleClient console = ConsoleClient.at(TENANT).signedIn(former);
    String page = "/admin/integrations/report-access";
    console.post(page, console.get(page).form("form").with("generate", ""));
    makeLink(person, colleague);
    client.post("/Users", ScimClient.userBody(former, "")).expect(409);
    client.post("/Users", ScimClient.userBody("A\u0308NNE." + unique, "")).expect(409);
    for (String column :
        List.of(
            "activity.actor",
            "activity.resource_name",
            "api_token.created_by",
            "password_link.created_by")) {
      assertTrue(tellsOf(former).contains(column), column + " " + tellsOf(former));
    }
    client
        .patch(
            "/Users/" + person,
            "{\"op\":\"replace\",\"value\":{\"userName\":\"%s\"}}".formatted(later))
        .expect(200);
    client
        .patch("/Users/" + person, "{\"op\":\"replace\",\"path\":\"" + later + " eq\"}")
        .expect(400);
    client.delete("/Users/" + person).expect(204);
    erased(person);
    for (String name : List.of(former, "a\u0308nne." + unique, later)) {
      List<String> left = tellsOf(name);
      // Whoever fails to sign in is counted for a day, under any name.
      left.remove("sign_in_failure.subject");
      assertEquals(List.of(), left, name);
    }
    assertEquals(
        1,
        count("select count(*) from provisioning.api_token where created_by_id::text = ?", person));

    client.put("/Users/" + person, ScimClient.userBody(later, "")).expect(404);
    client
        .patch("/Users/" + person, "{\"op\":\"replace\",\"path\":\"" + later + " eq\"}")
        .expect(400);
    assertEquals(List.of(), tellsOf(later), "what comes late");
    assertEquals(
        1,
        count(
            "select count(*) from provisioning.activity where resource_id = ? and status = 404 and"
                + " detail is not null",
            person),
        "the refusal is told");
  }

  @Test
  @DisplayName("Names sent as an id, as a member or in a filter are erased")
  void namesInOtherPlaces() throws Exception {
    String name = "Vera." + ScimClient.unique() + "@example.com";
    String id = client.user(name);
    String colleague = client.user(ScimClient.unique());
    String change = "{\"op\":\"replace\",\"path\":\"userName\",\"value\":\"" + name + "\"}";
    String inPaths = name.replace("@", "%40");
    client.patch("/Users/" + name, change).expect(404);
    client.patch("/Users/" + inPaths, change).expect(404);
    client.delete("/Users/" + name.toUpperCase(Locale.ROOT)).expect(404);
    client.patch("/Users/" + colleague, change).expect(409);
    String known = client.group("Choir " + ScimClient.unique(), name, "someone else", colleague);
    String asked = client.get("/Users?filter=userName eq " + name).expect(400).detail();
    assertTrue(asked.contains("'" + name + "'"), asked);
    client.get("/Users?filter=userName eq \"" + name + "\" o'clock").expect(400);
    assertEquals(
        2,
        count(
            "select count(*) from provisioning.activity where scim_type = ? and detail like"
                + " '%''…''%' and tenant_id = (select tenant_id from provisioning.tenant where"
                + " subdomain = 'lethe') and path = '/Users'",
            "invalidFilter"),
        "what was refused, without the values");
    for (String column :
        List.of(
            "activity.resource_id",
            "activity.path",
            "activity.detail",
            "activity.changed_values",
            "activity.tolerances")) {
      assertTrue(tellsOf(name).contains(column), column + " " + tellsOf(name));
    }
    client.delete("/Users/" + id).expect(204);
    erased(id);
    assertEquals(List.of(), tellsOf(name));
    assertEquals(List.of(), tellsOf(inPaths));
    assertEquals(
        1,
        count(
            "select count(*) from provisioning.activity where resource_id = ? and tolerances ="
                + " '{\"UNKNOWN_MEMBER_SKIPPED\": [\"someone else\"]}'",
            known),
        "other unknown members stay");
    assertEquals(
        1,
        count(
            "select count(*) from provisioning.activity where resource_id = ? and status = 409 and"
                + " path like '/Users/' || resource_id",
            colleague),
        "what others were refused is still told");
  }

  /** As the console does it. */
  private static void makeLink(String by, String user) throws SQLException {
    run(
        """
        select set_config('provisioning.tenant', u.tenant_id::text, true), provisioning.set_actor(m.id, 'a browser', '192.0.2.1'),
          provisioning.make_password_link(u.tenant_id, u.id, m.user_name)
        from cast(string_to_array(?, ' ') as uuid[]) ids, provisioning.scim_user u, provisioning.scim_user m
        where u.id = ids[1] and m.id = ids[2] and m.tenant_id = u.tenant_id
        """,
        user + " " + by);
  }

  private static void erased(String id) throws Exception {
    Eventually.holds(
        "erased",
        Duration.ofSeconds(100),
        () ->
            assertEquals(
                1,
                count(
                    "select count(*) from provisioning.deleted_user where id::text = ? and document"
                        + " = '{}' and erased_at is not null",
                    id)));
  }

  private static void run(String sql, String parameter) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        PreparedStatement statement = database.prepareStatement(sql)) {
      statement.setString(1, parameter);
      statement.execute();
    }
  }

  /** Where in the tenant's tables a text stands: {@code table.column}. */
  private static List<String> tellsOf(String text) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        PreparedStatement columns =
            database.prepareStatement(
                """
                select c.table_name, c.column_name from information_schema.columns c
                join information_schema.tables t using (table_schema, table_name)
                where table_schema = 'provisioning' and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'jsonb', 'ARRAY')
                  and exists (select from information_schema.columns k
                    where k.table_schema = 'provisioning' and k.table_name = c.table_name and k.column_name = 'tenant_id')
                """);
        ResultSet rows = columns.executeQuery()) {
      while (rows.next()) {
        String sql =
            "select count(*) from provisioning.%s x join provisioning.tenant t using (tenant_id) where t.subdomain = '%s' and position(lower(?) in lower(x.%s::text)) > 0"
                .formatted(rows.getString(1), TENANT, rows.getString(2));
        if (count(sql, text) > 0) {
          found.add(rows.getString(1) + "." + rows.getString(2));
        }
      }
    }
    return found;
  }

  private static long count(String sql, String parameter) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        PreparedStatement query = database.prepareStatement(sql)) {
      query.setString(1, parameter);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
