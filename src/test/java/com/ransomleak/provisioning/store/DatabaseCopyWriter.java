package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.DatabaseCopy;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Writes the kept copy of a version 1 database. Not a test: {@code mvn verify -Pv1-copy} runs it.
 * Before release 1.0, run it after every change of a {@code V1_*} file; after that, never.
 *
 * <p>A server of this build makes the data, by requests, sign-ins and its timers. The copy has the
 * files of {@code db/migration} as they are, then the rows. The rows stand before the repeatable
 * files, which create the triggers: so no trigger changes a row that is loaded.
 */
@TestTenant(value = "gringotts", administrator = true, settings = "record-values=true")
@TestTenant(
    value = "soylent",
    administrator = true,
    settings = {"record-values=true", "erase-deleted-after=PT2S"})
class DatabaseCopyWriter {
  private static final String ADMINISTRATOR = "admin@example.com";
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  private static final String OF_TENANTS =
      "tenant_id in (%s)".formatted(tenants(DatabaseCopy.TENANT, DatabaseCopy.ERASING_TENANT));

  private final ScimClient scim = ScimClient.of(DatabaseCopy.TENANT);
  private final ScimClient erasing = ScimClient.of(DatabaseCopy.ERASING_TENANT);

  @BeforeEach
  void makeData() {
    makeUsersAndRoles();
    makeWarningsAndRejections();
    makeHistory();
    makeTokensAndSessions();
  }

  @Test
  void write() throws Exception {
    try (Connection migrator = RunningServer.get().access().connectAsMigrator()) {
      Eventually.holds("the timers have run", () -> requireComplete(migrator));
      DatabaseCopy.strings(
          migrator,
          """
          update provisioning.api_token set last_four = '0000', digest = sha256('%s')
          where tenant_id in (%s) and purpose = 'scim' and revoked_at is null returning id
          """
              .formatted(DatabaseCopy.TOKEN, tenants(DatabaseCopy.TENANT)));
      Files.createDirectories(DatabaseCopy.FILE.getParent());
      Files.writeString(DatabaseCopy.FILE, text(migrator));
    }
  }

  private void makeUsersAndRoles() {
    person("ada", "Ada", "Board", "");
    person("grace", "Grace", "Engineering", "ada");
    person("alan", "Alan", " engineering ", "grace");
    person("jürgen", "Jürgen O'Neil \\\\ Sons", "Engineering", "grace");
    person("waiting", "Waiting", "Support", "arrives-later");
    String katherine = person("katherine", "Katherine", "Support", "alan");
    String edsger = person("edsger", "Edsger", "Engineering", "ada");
    String grace = id("grace");
    scim.patch("/Users/" + edsger, replace("{\"active\":false}")).expect(200);
    scim.patch(
            "/Users/" + katherine,
            replace("{\"%s:department\":\"Operations\"}".formatted(ENTERPRISE)))
        .expect(200);
    scim.patch(
            "/Users/" + katherine,
            replace("{\"%s:manager\":{\"value\":\"%s\"}}".formatted(ENTERPRISE, grace)))
        .expect(200);
    String pilots = scim.group("Pilots", grace, katherine, edsger);
    scim.group("Empty");
    scim.patch(
            "/Groups/" + pilots,
            "{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\"]\"}".formatted(edsger))
        .expect(204);
    scim.delete("/Users/" + person("deleted", "Deleted", "Support", "ada")).expect(204);
  }

  private void makeWarningsAndRejections() {
    scim.post("/Users", body("ada", "Another Ada", "Board", "")).expect(409);
    scim.patch("/Users/" + id("alan"), replace("{\"active\":\"True\"}")).expect(200);
    scim.group("Strangers", "00000000-0000-4000-8000-000000000000", id("alan"));
  }

  /** In the tenant that erases a deleted user after two seconds. */
  private void makeHistory() {
    String user = erasing.post("/Users", body("erased", "Erased", "Lab", "")).expect(201).id();
    String kept = erasing.post("/Users", body("kept", "Kept", "Lab", "erased")).expect(201).id();
    erasing.group("Lab", user, kept);
    erasing.delete("/Users/" + user).expect(204);
  }

  /** The token that a rotation retired stays in the copy beside the current one. */
  private static void makeTokensAndSessions() {
    OpsCommand.apiToken(RunningServer.get().access(), DatabaseCopy.TENANT, "ops");
    OpsCommand.reportToken(RunningServer.get().access(), DatabaseCopy.TENANT, "ops");
    ConsoleClient admin = ConsoleClient.at(DatabaseCopy.TENANT).signedIn(ADMINISTRATOR);
    String settings = "/admin/integrations/settings";
    admin.post(
        settings,
        admin
            .get(settings)
            .form("archiveTeams")
            .with("value", "P7D")
            .with("archiveTeams-save", ""));
    String ignore = "/admin/integrations/ignore-finding?kind=sharedEmails";
    admin.post(
        ignore,
        admin
            .get(ignore)
            .form("ignoring")
            .with("choice", "30")
            .with("why", "Known")
            .with("ignore", ""));
    ConsoleClient.at(DatabaseCopy.TENANT).trySignIn(ADMINISTRATOR, "not the password");
  }

  private String person(String name, String givenName, String department, String manager) {
    return scim.post("/Users", body(name, givenName, department, manager)).expect(201).id();
  }

  /**
   * A user; the externalId is the name.
   *
   * @param manager the externalId of the manager, or nothing
   */
  private static String body(String name, String givenName, String department, String manager) {
    return """
    {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","%1$s"],
     "userName":"%2$s@example.com","externalId":"%2$s","displayName":"%3$s","title":"Title of %2$s",
     "emails":[{"value":"%2$s@example.org","type":"home"},
       {"value":"%2$s@example.com","type":"work","primary":true}],
     "%1$s":{"department":"%4$s","employeeNumber":"E-%2$s"%5$s}}
    """
        .formatted(
            ENTERPRISE,
            name,
            givenName,
            department,
            manager.isEmpty() ? "" : ",\"manager\":{\"value\":\"" + manager + "\"}");
  }

  private static String replace(String value) {
    return "{\"op\":\"replace\",\"value\":" + value + "}";
  }

  private String id(String externalId) {
    return scim.get("/Users?filter=externalId eq \"" + externalId + "\"")
        .expect(200)
        .text("/Resources/0/id");
  }

  /** Each table has rows of the two tenants, and timers have no work left. */
  private static void requireComplete(Connection migrator) throws SQLException {
    for (String table : DatabaseCopy.tables(migrator)) {
      assertNotEquals("", rows(migrator, table, OF_TENANTS), table + " is empty");
    }
    String erased =
        "select count(*) from provisioning.deleted_user where erased_at is not null and "
            + OF_TENANTS;
    assertEquals(List.of("1"), DatabaseCopy.strings(migrator, erased));
    String finished =
        "select count(*) from provisioning.reconciliation where finished_at is not null and "
            + OF_TENANTS;
    assertEquals(List.of("2"), DatabaseCopy.strings(migrator, finished));
  }

  private static String tenants(String... subdomains) {
    return "select tenant_id from provisioning.tenant where subdomain in ('%s')"
        .formatted(String.join("', '", subdomains));
  }

  private static String text(Connection migrator) throws IOException, SQLException {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        -- A version 1 database with data. DatabaseCopyWriter wrote this file, UpgradeIT migrates it.
        -- Before release 1.0: `%s` writes it again. After release 1.0 it does not change.
        create schema provisioning;
        """
            .formatted(DatabaseCopy.COMMAND));
    text.append(files("V"));
    text.append("\n-- Rows ----\n\n");
    for (String table : DatabaseCopy.tables(migrator)) {
      text.append(insert(migrator, table, OF_TENANTS + " order by 1"));
    }
    text.append(files("R"));
    text.append(
        """

        -- Flyway's history ----

        create table provisioning.flyway_schema_history (
          installed_rank int not null constraint flyway_schema_history_pk primary key,
          version varchar(50),
          description varchar(200) not null,
          type varchar(20) not null,
          script varchar(1000) not null,
          checksum int,
          installed_by varchar(100) not null,
          installed_on timestamp not null default now(),
          execution_time int not null,
          success boolean not null
        );
        create index flyway_schema_history_s_idx on provisioning.flyway_schema_history (success);
        """);
    return text.append(insert(migrator, "flyway_schema_history", "true order by installed_rank"))
        .toString();
  }

  private static String files(String prefix) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(ProjectFiles.file("db", "migration"))) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(prefix)) {
          text.append("\n-- %s ----\n\n".formatted(name)).append(Files.readString(file));
        }
      }
    }
    return text.toString();
  }

  private static String insert(Connection migrator, String table, String condition)
      throws SQLException {
    return "insert into provisioning.%s (%s) values\n%s;\n"
        .formatted(table, DatabaseCopy.columns(migrator, table), rows(migrator, table, condition));
  }

  /** Rows as an INSERT has them; PostgreSQL gives each literal the type of its column. */
  private static String rows(Connection migrator, String table, String condition)
      throws SQLException {
    String values =
        Arrays.stream(DatabaseCopy.columns(migrator, table).split(", ", -1))
            .map("quote_nullable(%s::text)"::formatted)
            .collect(Collectors.joining(", "));
    return String.join(
        ",\n",
        DatabaseCopy.strings(
            migrator,
            "select '(' || concat_ws(', ', %s) || ')' from provisioning.%s where %s"
                .formatted(values, table, condition)));
  }
}
