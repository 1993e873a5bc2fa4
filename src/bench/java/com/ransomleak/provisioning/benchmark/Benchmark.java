package com.ransomleak.provisioning.benchmark;

import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.EmbeddedDatabase;
import com.ransomleak.provisioning.demo.PayaraMicroServer;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.demo.ServerProcess;
import io.hyperfoil.api.statistics.StatisticsSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Measures {@link Operation}s in turn, {@value #ROUNDS} times, on a warm server, and writes the
 * table {@code target/bench/result.md}. Settings: {@code bench.seconds} per measurement (8), {@code
 * bench.warmup} seconds (120), {@code bench.port} (8089). Fails when a request failed, not when a
 * figure is low: machines differ.
 */
public final class Benchmark {
  private static final int ROUNDS = 3;
  private static final Path FOLDER = ProjectFiles.file("target", "bench");

  private final ServerProcess server;
  private final EmbeddedDatabase database;
  private final Load load;

  private Benchmark(ServerProcess server, EmbeddedDatabase database, Load load) {
    this.server = server;
    this.database = database;
    this.load = load;
  }

  public static void main(String... arguments) throws Exception {
    int port = Integer.getInteger("bench.port", 8089);
    try (EmbeddedDatabase database = EmbeddedDatabase.startEmpty(FOLDER.resolve("database"));
        ServerProcess server = start(port, database)) {
      server.awaitReady(Duration.ofMinutes(2));
      prepareCeiling(database.access());
      Load load =
          new Load(
              "http://localhost:" + port,
              OpsCommand.apiToken(database.access(), "acme", "benchmark"),
              FOLDER.resolve("users.csv"));
      new Benchmark(server, database, load).run();
    }
  }

  private static ServerProcess start(int port, EmbeddedDatabase database) throws IOException {
    Path ceiling = FOLDER.resolve("ceiling.war");
    ShrinkWrap.create(WebArchive.class)
        .addClasses(CeilingApplication.class, CeilingResource.class)
        // They are on the server's own class path too, among our test classes, where nothing of
        // Jakarta is.
        .addAsWebInfResource(
            new StringAsset(
                "<glassfish-web-app><class-loader delegate=\"false\"/></glassfish-web-app>"),
            "glassfish-web.xml")
        .as(ZipExporter.class)
        .exportTo(ceiling.toFile(), true);
    return PayaraMicroServer.start(
        port,
        database.access(),
        Map.of("provisioning.base-domain", "localhost", "provisioning.tenants", "acme"),
        database.data(),
        FOLDER.resolve("payara-micro"),
        List.of("-Xmx512m"),
        List.of(ceiling));
  }

  private static void prepareCeiling(DatabaseAccess access) throws SQLException {
    try (Connection migrator = access.connectAsMigrator();
        Statement statement = migrator.createStatement()) {
      statement.execute(
          """
          create schema ceiling;
          create table ceiling.item (id uuid primary key default gen_random_uuid(), document jsonb not null);
          create table ceiling.audit (
            id bigint generated always as identity primary key, item_id uuid not null, action text not null,
            at timestamptz not null default now());
          grant usage on schema ceiling to provisioning_app;
          grant select, insert on all tables in schema ceiling to provisioning_app;
          """);
    }
  }

  private void run() throws IOException, SQLException {
    Duration round = Duration.ofSeconds(Integer.getInteger("bench.seconds", 8));
    Duration warmup = Duration.ofSeconds(Integer.getInteger("bench.warmup", 120));
    // The users are made by the product itself, so the tables are what it makes them.
    measure(Operation.CREATE, warmup.dividedBy(4));
    measure(Operation.CEILING_INSERT, warmup.dividedBy(8));
    int users = writeUsers();
    for (int i = 0; i < 3; i++) {
      for (Operation operation : Operation.values()) {
        measure(operation, warmup.dividedBy(32));
      }
    }
    Results results = new Results(users);
    for (int i = 0; i < ROUNDS; i++) {
      for (Operation operation : Operation.values()) {
        results.add(operation, measure(operation, round));
      }
    }
    Path table = FOLDER.resolve("result.md");
    Files.writeString(table, results.table());
    System.out.println(results.table() + "\nAlso in " + table);
  }

  private Measurement measure(Operation operation, Duration duration) throws IOException {
    Duration serverBefore = server.cpuTime();
    Duration databaseBefore = database.cpuTime();
    StatisticsSnapshot answers = load.run(operation, duration);
    Measurement measurement =
        new Measurement(
            answers,
            duration,
            server.cpuTime().minus(serverBefore),
            database.cpuTime().minus(databaseBefore));
    System.out.println(operation.title + ": " + Math.round(measurement.perSecond()) + "/s");
    if (answers.errors() > 0 || answers.invalid > 0 || answers.responseCount == 0) {
      throw new IllegalStateException(
          "%s: %d answers, %d of them wrong; see the server's log in %s"
              .formatted(
                  operation.title,
                  answers.responseCount,
                  answers.errors() + answers.invalid,
                  FOLDER));
    }
    return measurement;
  }

  private int writeUsers() throws IOException, SQLException {
    StringBuilder csv = new StringBuilder();
    int users = 0;
    try (Connection migrator = database.access().connectAsMigrator();
        Statement statement = migrator.createStatement()) {
      statement.execute("vacuum analyze");
      try (ResultSet rows =
          statement.executeQuery(
              """
              select u.id || ',' || (u.document ->> 'userName') || ',' || i.id
              from (select *, row_number() over () n from provisioning.scim_user) u
              join (select *, row_number() over () n from ceiling.item) i
                on i.n = u.n % (select count(*) from ceiling.item) + 1
              """)) {
        while (rows.next()) {
          csv.append(rows.getString(1)).append('\n');
          users++;
        }
      }
    }
    Files.writeString(load.users(), csv);
    return users;
  }
}
