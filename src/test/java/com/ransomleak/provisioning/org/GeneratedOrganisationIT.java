package com.ransomleak.provisioning.org;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.ServerDatabase;
import com.ransomleak.provisioning.fixture.Organisation;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Teams and reporting lines of an organisation as large as customers are: {@code
 * organisation.people} people, 10,000 by default, delivered in random order by concurrent requests,
 * managers before and after their reports. At the end everything equals what the generator knows. A
 * quarter of the people has every kind of wrong reference, so that test needs no more.
 */
@TestTenant("massive")
@TestTenant("dynamic")
@Tag("one-server")
class GeneratedOrganisationIT {
  private static final int PEOPLE = Integer.getInteger("organisation.people", 10_000);

  @Test
  @DisplayName(
      "Whatever the order of arrival, lines and teams are the generator's; a server with 512 MB of"
          + " heap (WildFly: 640) writes all of it as CSV, and everybody below one manager as JSON")
  void everyLineIsRight() throws Exception {
    assertReported(assertDelivered("massive", PEOPLE, 0), "massive");
  }

  @Test
  @DisplayName("With wrong references and cycles, everything else is right and they wait")
  void wrongReferencesWait() throws Exception {
    Organisation organisation = assertDelivered("dynamic", PEOPLE / 4, 5);
    assertTrue(waiting(organisation) > 0);
    assertEquals(
        waiting(organisation),
        count(
            "select count(*) from provisioning.scim_user u join provisioning.tenant t using"
                + " (tenant_id) where t.subdomain = ? and manager_pending_since is not null",
            "dynamic"));
    assertReported(organisation, "dynamic");
  }

  /** Who refers to somebody whom nobody knows. */
  private static long waiting(Organisation organisation) {
    return organisation.people().stream()
        .filter(person -> person.manager() < 0 && person.reference() != null)
        .count();
  }

  private static Organisation assertDelivered(String tenant, int people, int wrong)
      throws Exception {
    long seed = System.nanoTime();
    Organisation organisation =
        new Organisation(ScimClient.unique(), people, Math.min(2_000, people / 5), wrong, seed);
    new OrganisationDelivery(organisation, ScimClient.of(tenant), new Random(seed)).run();
    long sweeps = sweeps(tenant);
    Eventually.holds(
        "lines of seed " + seed,
        Duration.ofMinutes(2),
        () -> assertEquals(organisation.lines(), lines(tenant), "seed " + seed));
    assertTrue(sweeps(tenant) - sweeps <= 1, "One sweep at most was needed; seed " + seed);
    assertEquals(organisation.memberships(), memberships(tenant), "seed " + seed);
    assertEquals(
        organisation.teams().size(),
        count(
            "select count(*) from provisioning.team join provisioning.tenant t using (tenant_id)"
                + " where t.subdomain = ?",
            tenant));
    return organisation;
  }

  /** What reports say is what can be counted in the generated organisation, without our SQL. */
  private static void assertReported(Organisation organisation, String tenant) throws IOException {
    ApiClient api = ApiClient.of(tenant);
    Map<String, String> teams = new TreeMap<>();
    organisation
        .memberships()
        .values()
        .forEach(
            team ->
                teams.merge(
                    team, "1", (people, one) -> Integer.toString(Integer.parseInt(people) + 1)));
    assertEquals(
        teams,
        rows(
            api,
            "/teams?state=all&",
            row -> Organisation.folded(row.get("name")),
            row -> row.get("people")));

    Map<String, String> managers = new TreeMap<>();
    organisation
        .reports()
        .forEach(
            (manager, direct) -> {
              long span = direct.stream().filter(report -> !report.equals(manager)).count();
              Map<Integer, Integer> below = organisation.below(manager);
              int depth = below.values().stream().mapToInt(level -> level).max().orElse(0);
              managers.put(organisation.userName(manager), span + " " + below.size() + " " + depth);
            });
    assertEquals(
        managers,
        rows(
            api,
            "/managers?",
            row -> row.get("userName"),
            row ->
                row.get("directReports") + " " + row.get("totalReports") + " " + row.get("depth")));

    Map<String, String> below = new TreeMap<>();
    organisation
        .below(0)
        .forEach((number, level) -> below.put(organisation.userName(number), level.toString()));
    String top = "/people?search=" + organisation.externalId(0) + "&limit=1";
    String id =
        api.get(top).expect(200).json().getJsonArray("items").getJsonObject(0).getString("id");
    assertEquals(
        below,
        rows(
            api,
            "/people/" + id + "/reports?depth=all&",
            row -> row.get("userName"),
            row -> row.get("level")));
    assertEquals(below, levels(api.get("/people/" + id + "/reports?depth=all").expect(200).body()));
    assertEquals(
        organisation.people().stream().filter(person -> person.reference() == null).count(),
        rows(api, "/people?without=manager&", row -> row.get("userName"), row -> "").size());
    assertEquals(
        waiting(organisation),
        rows(api, "/pending-managers/people?", row -> row.get("userName"), row -> "").size());
  }

  /** Read with the parser of the platform, which takes a text of any size. */
  private static Map<String, String> levels(String json) {
    Map<String, String> levels = new TreeMap<>();
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      for (JsonObject row :
          reader.readObject().getJsonArray("items").getValuesAs(JsonObject.class)) {
        levels.put(row.getString("userName"), Integer.toString(row.getInt("level")));
      }
    }
    return levels;
  }

  private static Map<String, String> rows(
      ApiClient api,
      String path,
      Function<CSVRecord, String> key,
      Function<CSVRecord, String> value)
      throws IOException {
    String csv = api.get(path + "format=csv").expect(200).body();
    Map<String, String> rows = new TreeMap<>();
    try (CSVParser parser =
        CSVParser.parse(
            csv.substring(csv.startsWith("\uFEFF") ? 1 : 0),
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get())) {
      parser.forEach(row -> rows.put(key.apply(row), value.apply(row)));
    }
    return rows;
  }

  private static Map<String, String> lines(String tenant) throws SQLException {
    return pairs(
        "select u.external_id, m.external_id from provisioning.scim_user u join provisioning.tenant"
            + " t using (tenant_id) left join provisioning.scim_user m on m.tenant_id ="
            + " u.tenant_id and m.id = u.manager_id where t.subdomain = ? and u.external_id is not"
            + " null",
        tenant);
  }

  private static Map<String, String> memberships(String tenant) throws SQLException {
    return pairs(
        "select u.external_id, m.name_key from provisioning.scim_user u join provisioning.tenant t"
            + " using (tenant_id) left join provisioning.team m on m.tenant_id = u.tenant_id and"
            + " m.id = u.team_id where t.subdomain = ? and u.external_id is not null",
        tenant);
  }

  private static long sweeps(String tenant) throws SQLException {
    return count(
        "select count(*) from provisioning.activity join provisioning.tenant t using (tenant_id)"
            + " where t.subdomain = ? and action = 'managers.reconciled'",
        tenant);
  }

  private static Map<String, String> pairs(String question, String tenant) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        PreparedStatement query = database.prepareStatement(question)) {
      query.setString(1, tenant);
      try (ResultSet rows = query.executeQuery()) {
        Map<String, String> pairs = new TreeMap<>();
        while (rows.next()) {
          pairs.put(rows.getString(1), rows.getString(2));
        }
        return pairs;
      }
    }
  }

  private static long count(String question, String tenant) throws SQLException {
    return Long.parseLong(ServerDatabase.string(question, tenant));
  }
}
