package com.ransomleak.provisioning.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.database.DatabaseCopy;
import com.ransomleak.provisioning.database.TestDatabase;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.server.Eventually;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a tenant that {@code db/tenant import} rejects. */
@Tag("one-server")
class TenantImportIT {
  private static final String TENANT = DatabaseCopy.TENANT;

  private static DatabaseAccess from;
  private static DatabaseAccess to;

  @TempDir private Path folder;

  @BeforeAll
  static void createDatabases() throws Exception {
    from = TenantCommand.copy("imports_from");
    to = TenantCommand.empty("imports_to");
  }

  @Test
  @DisplayName(
      "An import that is damaged, incomplete, of another version or interrupted changes nothing")
  void failedImports() throws Exception {
    new TenantCommand(from, folder).run("export", TENANT, "copy", "--yes", TENANT);
    TenantCommand target = new TenantCommand(to, folder);
    String exists = new TenantCommand(from, folder).fail("export", TENANT, "copy");
    assertTrue(exists.contains("copy exists already"), exists);
    assertTrue(target.fail("import", "missing").contains("is not an export"));

    Path users = folder.resolve("copy/scim_user.copy.gz");
    byte[] original = Files.readAllBytes(users);
    byte[] damaged = original.clone();
    damaged[damaged.length / 2] ^= 1;
    Files.write(users, damaged);
    String message = target.fail("import", "copy", "--yes", TENANT);
    assertTrue(message.contains("The export is damaged") && message.contains("scim_user"), message);

    // The digests are right in all that follows.
    replace(users, damaged);
    assertTrue(target.fail("import", "copy", "--yes", TENANT).contains("gzip"));
    String lines = unpacked(original);
    replace(users, packed(lines.substring(0, lines.lastIndexOf('\n', lines.length() - 2) + 1)));
    message = target.fail("import", "copy", "--yes", TENANT);
    assertTrue(message.contains("violates foreign key"), message);
    replace(users, packed(lines.replace("\"externalId\":\"alan\"", "\"externalId\":\"turing\"")));
    message = target.fail("import", "copy", "--yes", TENANT);
    assertTrue(message.contains("The check index_agrees_with_document finds rows"), message);
    replace(users, original);

    Path manifest = folder.resolve("copy/manifest");
    byte[] before = Files.readAllBytes(manifest);
    String text = new String(before, StandardCharsets.UTF_8);
    replace(
        manifest,
        text.replace("subdomain=" + TENANT, "subdomain=other").getBytes(StandardCharsets.UTF_8));
    message = target.fail("import", "copy", "--yes", "other");
    assertTrue(message.contains("but its manifest names \"other\""), message);
    replace(
        manifest,
        text.replace("R__01_tenants.sql:", "R__01_tenants.sql:9").getBytes(StandardCharsets.UTF_8));
    message = target.fail("import", "copy", "--yes", TENANT);
    assertTrue(message.contains("another version of the tables or functions"), message);
    replace(manifest, text.replaceFirst("\nschema=.*", "$0 99:1").getBytes(StandardCharsets.UTF_8));
    message = target.fail("import", "copy", "--yes", TENANT);
    assertTrue(message.contains("Export: 99; this database: "), message);
    replace(manifest, before);
    Path sums = folder.resolve("copy/SHA256SUMS");
    String all = Files.readString(sums);
    Files.writeString(sums, all.replaceFirst(".*role_member.*\n", ""));
    message = target.fail("import", "copy", "--yes", TENANT);
    assertTrue(message.contains("has no file role_member.copy.gz"), message);
    Files.writeString(sums, all);

    update(to, "select provisioning.enable_tenant('hogwarts')");
    Path tenant = folder.resolve("copy/tenant.copy.gz");
    original = Files.readAllBytes(tenant);
    replace(tenant, packed(unpacked(original).replace(TENANT + "\t{}", TENANT + "\t{hogwarts}")));
    message = target.fail("import", "copy", "--yes", TENANT);
    assertTrue(message.contains("\"gringotts\" was called \"hogwarts\" before"), message);
    replace(tenant, original);
    message = interrupted(target);
    assertTrue(message.contains("terminating connection"), message);

    assertEquals("0", one(to, "select count(*) from provisioning.tenant", TENANT));
    assertEquals("0", one(to, "select count(*) from provisioning.activity", null));
    target.run("import", "copy", "--yes", TENANT);
    assertEquals(TenantCommand.rows(from, TENANT), TenantCommand.rows(to, TENANT));
    target.run("erase", TENANT, "--within-grace", "--yes", TENANT);
    assertEquals("0", one(to, "select count(*) from provisioning.activity", null));
  }

  /** Ends the session of an import in the middle, and returns the message of the command. */
  private static String interrupted(TenantCommand target) throws Exception {
    try (Connection blocking = to.connectAsMigrator();
        Statement statement = blocking.createStatement()) {
      blocking.setAutoCommit(false);
      statement.execute("lock table provisioning.user_email in exclusive mode");
      FutureTask<String> command =
          new FutureTask<>(() -> target.fail("import", "copy", "--yes", TENANT));
      new Thread(command).start();
      Eventually.holds(
          "the import waits",
          () ->
              assertEquals(
                  "1",
                  one(
                      to,
                      "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname"
                          + " = current_database() and wait_event_type = 'Lock'",
                      null)));
      return command.get(1, TimeUnit.MINUTES);
    }
  }

  /** Writes the file, and its digest into SHA256SUMS. */
  private void replace(Path file, byte[] content) throws Exception {
    Files.write(file, content);
    Path sums = folder.resolve("copy/SHA256SUMS");
    String name = "  ./" + file.getFileName() + "\n";
    Files.writeString(
        sums, Files.readString(sums).replaceFirst("[0-9a-f]{64}" + name, digest(content) + name));
  }

  private static String digest(byte[] content) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private static String unpacked(byte[] packed) throws IOException {
    try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream stream = new GZIPOutputStream(bytes)) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String one(DatabaseAccess database, String sql, String subdomain)
      throws SQLException {
    try (Connection migrator = database.connectAsMigrator()) {
      return subdomain == null
          ? TestDatabase.strings(migrator, sql, List.of()).get(0)
          : TestDatabase.strings(migrator, sql + " where subdomain = ?", List.of(subdomain)).get(0);
    }
  }

  private static void update(DatabaseAccess database, String sql) throws SQLException {
    try (Connection migrator = database.connectAsMigrator();
        Statement statement = migrator.createStatement()) {
      statement.execute(sql);
    }
  }
}
