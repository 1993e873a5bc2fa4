package com.ransomleak.provisioning.benchmark;

import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.EmbeddedDatabase;
import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.demo.ProjectFiles;
import io.hyperfoil.api.statistics.StatisticsSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures {@link Operation}s in turn, several times, on a warm server, then the memory of that
 * server and a cold start, and writes the table {@code target/bench/result.md}. Settings:
 *
 * <ul>
 *   <li>{@code bench.rounds}: how often each operation is measured (3)
 *   <li>{@code bench.seconds} of each measurement (8)
 *   <li>{@code bench.warmup} seconds before the first, shared by the operations: Java compiles for
 *       minutes (600)
 *   <li>{@code bench.operations}: the names of the {@link Operation}s to measure, with a comma
 *       between them, without the pages of the console (all)
 *   <li>{@code bench.people}: users of the data set, at least (100,000)
 *   <li>{@code bench.requests} that the server has answered when its memory is read (1,000,000)
 *   <li>{@code bench.profile}: whether to print the share of each layer in the server's CPU time
 *       (false)
 *   <li>{@code bench.pages}: whether to measure only the pages of the console, which takes five
 *       minutes (false)
 *   <li>{@code bench.port} (8089)
 * </ul>
 *
 * <p>Fails when a request failed, not when a figure is low: machines differ.
 */
public final class Benchmark {
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
  private static final int PEOPLE = Integer.getInteger("bench.people", 100_000);
  private static final Path FOLDER = ProjectFiles.file("target", "bench");

  private final EmbeddedDatabase database;
  private final Dataset data;
  private final Profile profile = new Profile();
  private final Duration round = Duration.ofSeconds(Integer.getInteger("bench.seconds", 8));
  private final Duration warmup = Duration.ofSeconds(Integer.getInteger("bench.warmup", 600));
  private final List<Operation> operations =
      System.getProperty("bench.operations") == null
          ? List.of(Operation.values())
          : Stream.of(System.getProperty("bench.operations").split(","))
              .map(Operation::valueOf)
              .toList();
  private BenchmarkServer server;
  private Load load;
  private long answered;

  private Benchmark(EmbeddedDatabase database) throws IOException {
    this.database = database;
    this.data = new Dataset(database.access(), FOLDER.resolve("users.csv"));
  }

  public static void main(String... arguments) throws Exception {
    System.setProperty(
        "log4j2.configurationFile",
        ProjectFiles.file("src", "bench", "resources", "log4j2-test.properties").toString());
    // The Host header names the tenant.
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    try (EmbeddedDatabase database = EmbeddedDatabase.startEmpty(FOLDER.resolve("database"))) {
      Benchmark benchmark = new Benchmark(database);
      try {
        benchmark.run();
      } finally {
        benchmark.server.close();
      }
    }
  }

  private void run() throws IOException, InterruptedException, SQLException {
    if (Boolean.getBoolean("bench.pages")) {
      start();
      print("pages.md", pages());
      return;
    }
    Results results = new Results();
    measureEmptyServer(results);
    start();
    fill();
    for (int i = 0; i < 3; i++) {
      for (Operation operation : operations) {
        measure(operation, warmup.dividedBy(60));
      }
    }
    for (int i = 0; i < ROUNDS; i++) {
      for (Operation operation : operations) {
        Instant begin = Instant.now();
        results.add(operation, measure(operation, round));
        profile.measured(operation, begin, Instant.now());
      }
    }
    while (answered < Long.getLong("bench.requests", 1_000_000)) {
      measure(Operation.GET, round);
    }
    results.memory(answered, server.memory());
    server.close();
    Duration ready = start();
    Duration minute = Duration.ofSeconds(60 * round.toSeconds() / 8);
    results.coldStart(ready, minute, measure(Operation.CREATE, minute));
    String users = results.table(data.count());
    // Last, because these people would make the tables of the operations larger.
    String pages = System.getProperty("bench.operations") == null ? pages() : "";
    // A recording is written when its server ends.
    server.close();
    print("result.md", users + pages + profile.tables(FOLDER));
  }

  private String pages() throws IOException, InterruptedException, SQLException {
    new LargeOrganisation(ConsolePages.TENANT, PEOPLE).load(database.access());
    return new ConsolePages(server.origin(), database.access()).measure(PEOPLE);
  }

  private static void print(String file, String text) throws IOException {
    Path table = FOLDER.resolve(file);
    Files.writeString(table, text);
    System.out.println(text + "\nAlso in " + table);
  }

  /** An empty server has the ceiling's application, which nobody would call a product. */
  private void measureEmptyServer(Results results)
      throws IOException, InterruptedException, SQLException {
    server = BenchmarkServer.empty(database, FOLDER);
    Duration ready = server.awaitReady();
    prepareCeiling(database.access());
    load = new Load(server.origin(), "none", data);
    measure(List.of(Operation.CEILING_INSERT.requests.get(0)), 8, round.multipliedBy(4));
    results.emptyServer(ready, server.memory());
    server.close();
  }

  private Duration start() throws IOException, InterruptedException, SQLException {
    server = BenchmarkServer.complete(database, FOLDER);
    Duration ready = server.awaitReady();
    String token = OpsCommand.apiToken(database.access(), "acme", "benchmark");
    load = new Load(server.origin(), token, data);
    return ready;
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

  private void fill() throws IOException, InterruptedException, SQLException {
    Instant warm = Instant.now().plus(warmup.dividedBy(4));
    while (data.count() < PEOPLE || Instant.now().isBefore(warm)) {
      measure(List.of(Operation.NEW_USER), 8, Duration.ofSeconds(5));
    }
    data.complete(server.origin(), load.token());
  }

  private Measurement measure(Operation operation, Duration duration) throws IOException {
    Measurement measurement = measure(operation.requests, operation.connections, duration);
    System.out.printf("%s: %.0f/s%n", operation.title, measurement.perSecond());
    return measurement;
  }

  private Measurement measure(List<Request> requests, int connections, Duration duration)
      throws IOException {
    Duration serverBefore = server.cpuTime();
    Duration databaseBefore = database.cpuTime();
    StatisticsSnapshot answers = load.run(requests, connections, duration);
    answered += answers.responseCount;
    if (answers.errors() > 0 || answers.invalid > 0 || answers.responseCount == 0) {
      throw new IllegalStateException(
          "%s: %d answers, %d of them wrong; see the server's log in %s"
              .formatted(
                  requests.get(0).path(),
                  answers.responseCount,
                  answers.errors() + answers.invalid,
                  FOLDER));
    }
    return new Measurement(
        answers,
        duration,
        server.cpuTime().minus(serverBefore),
        database.cpuTime().minus(databaseBefore));
  }
}
