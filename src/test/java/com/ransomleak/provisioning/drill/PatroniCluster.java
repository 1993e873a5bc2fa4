package com.ransomleak.provisioning.drill;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.Folders;
import com.ransomleak.provisioning.demo.PostgresBinaries;
import com.ransomleak.provisioning.demo.Postmaster;
import com.ransomleak.provisioning.demo.PrivateFile;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.server.Certificate;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.PackagedPostgres;
import com.ransomleak.provisioning.server.RunningServer;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Two members of PostgreSQL on loopback with Debian's Patroni and etcd, and with {@code
 * server-config/patroni/patroni.yml}.
 */
final class PatroniCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String SUPERUSER = "postgres";
  private static final String PASSWORD = "drill";

  private final Path folder;
  private final Path file;
  private final Path programs = PackagedPostgres.newest();
  private final String etcdAddress = "127.0.0.1:" + RunningServer.freePort();
  private final Process etcd;
  private final List<Member> members = new ArrayList<>();
  private final Map<Member, Process> patroni = new HashMap<>();

  /** One PostgreSQL with its Patroni, which answers on a port of its own. */
  private record Member(String name, int port, int service, Path data) {
    boolean is(String role) {
      URI address = URI.create("http://127.0.0.1:" + service + "/" + role);
      try {
        return HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode()
            == 200;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private PatroniCluster() throws IOException, InterruptedException, GeneralSecurityException {
    folder = ProjectFiles.file("target", "server-tests", "patroni");
    file = folder.resolve("patroni.yml");
    killLeftovers();
    Folders.emptied(folder);
    writeConfiguration();
    String client = "http://" + etcdAddress;
    String peer = "http://127.0.0.1:" + RunningServer.freePort();
    etcd =
        run(
            "etcd",
            Map.of(),
            List.of(
                "etcd",
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer));
    for (int i = 1; i <= 2; i++) {
      members.add(
          new Member(
              "member" + i,
              RunningServer.freePort(),
              RunningServer.freePort(),
              folder.resolve("data" + i)));
    }
  }

  /** Starts both members, the second one as synchronous standby, with the empty database. */
  static PatroniCluster start() throws Exception {
    PatroniCluster cluster = new PatroniCluster();
    RunningServer.endWithJvm(cluster);
    try {
      cluster.startMember(cluster.members.get(0));
      Eventually.holds("a primary", PATIENCE, cluster::primary);
      cluster.startMember(cluster.members.get(1));
      cluster.createDatabase();
      cluster.awaitSynchronousStandby();
      return cluster;
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  /** How servers reach it: all members, as src/docs/database.md says. */
  DatabaseAccess access() {
    String hosts =
        String.join(",", members.stream().map(member -> "127.0.0.1:" + member.port()).toList());
    String url =
        "jdbc:postgresql://" + hosts + "/provisioning?targetServerType=primary&sslmode=require";
    return new DatabaseAccess("127.0.0.1", primary().port(), "provisioning", PASSWORD, PASSWORD)
        .with(Map.of("PROVISIONING_DATABASE_URL", url, "PROVISIONING_DATABASE_MIGRATOR_URL", url));
  }

  /** Kills Patroni and PostgreSQL of the primary at once, as when the machine fails. */
  void killPrimary() throws IOException, InterruptedException {
    Member primary = primary();
    Postmaster postmaster = Postmaster.in(primary.data()).orElseThrow();
    patroni.get(primary).destroyForcibly().waitFor();
    postmaster.killAll();
  }

  /** Starts the members that do not run, and waits until one is synchronous standby. */
  void restartKilled() throws Exception {
    for (Member member : members) {
      if (!patroni.get(member).isAlive()) {
        startMember(member);
      }
    }
    awaitSynchronousStandby();
  }

  @Override
  public void close() throws IOException {
    try {
      for (Process each : patroni.values()) {
        each.destroy();
      }
      for (Member member : members) {
        Process process = patroni.get(member);
        if (process != null && !process.waitFor(20, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
        PackagedPostgres.killLeftover(member.data());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      etcd.destroy();
    }
  }

  private Member primary() {
    return members.stream().filter(member -> member.is("primary")).findFirst().orElseThrow();
  }

  private void awaitSynchronousStandby() throws Exception {
    Eventually.holds(
        "a synchronous standby",
        PATIENCE,
        () -> assertTrue(members.stream().anyMatch(member -> member.is("synchronous"))));
  }

  private void startMember(Member member) throws IOException, InterruptedException {
    String postgresql = "127.0.0.1:" + member.port();
    String service = "127.0.0.1:" + member.service();
    Map<String, String> environment =
        Map.ofEntries(
            Map.entry("PATRONI_NAME", member.name()),
            Map.entry("PATRONI_ETCD3_HOSTS", etcdAddress),
            Map.entry("PATRONI_RESTAPI_LISTEN", service),
            Map.entry("PATRONI_RESTAPI_CONNECT_ADDRESS", service),
            Map.entry("PATRONI_POSTGRESQL_LISTEN", postgresql),
            Map.entry("PATRONI_POSTGRESQL_CONNECT_ADDRESS", postgresql),
            Map.entry("PATRONI_POSTGRESQL_DATA_DIR", member.data().toString()),
            Map.entry("PATRONI_POSTGRESQL_BIN_DIR", programs.toString()),
            Map.entry("PATRONI_SUPERUSER_USERNAME", SUPERUSER),
            Map.entry("PATRONI_SUPERUSER_PASSWORD", PASSWORD),
            Map.entry("PATRONI_REPLICATION_USERNAME", "replicator"),
            Map.entry("PATRONI_REPLICATION_PASSWORD", PASSWORD),
            Map.entry("LC_ALL", "C"));
    patroni.put(member, run(member.name(), environment, List.of("patroni", file.toString())));
  }

  /** What db/roles.sql says at its beginning. */
  private void createDatabase() throws IOException, SQLException {
    String server = "jdbc:postgresql://127.0.0.1:" + primary().port() + "/postgres";
    try (Connection superuser = DriverManager.getConnection(server, SUPERUSER, PASSWORD);
        Statement statement = superuser.createStatement()) {
      statement.execute(Files.readString(ProjectFiles.file("db", "roles.sql")));
      statement.execute("alter role provisioning_migrator password '" + PASSWORD + "'");
      statement.execute("alter role provisioning_app password '" + PASSWORD + "'");
      statement.execute("create database provisioning owner provisioning_migrator");
    }
  }

  private Process run(String name, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(PostgresBinaries.asOrdinaryUser());
    all.addAll(command);
    File log = folder.resolve(name + ".log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** The file for operators with a self-signed certificate and the network of this machine. */
  private void writeConfiguration()
      throws IOException, InterruptedException, GeneralSecurityException {
    Certificate certificate = Certificate.make(folder);
    PrivateFile.write(folder.resolve("server.crt"), certificate.certificate());
    PrivateFile.write(folder.resolve("server.key"), certificate.privateKey());
    String text = Files.readString(ProjectFiles.file("server-config", "patroni", "patroni.yml"));
    for (Map.Entry<String, String> change :
        Map.of("/etc/patroni/server.", folder + "/server.", "192.0.2.0/24 ", "127.0.0.1/32 ")
            .entrySet()) {
      if (!text.contains(change.getKey())) {
        throw new IllegalStateException("patroni.yml no longer has " + change.getKey());
      }
      text = text.replace(change.getKey(), change.getValue());
    }
    Files.writeString(file, text);
  }

  /** Kills what a killed run left: Patroni first, because it starts PostgreSQL again. */
  private void killLeftovers() throws IOException, InterruptedException {
    for (ProcessHandle each : ProcessHandle.allProcesses().toList()) {
      List<String> arguments = List.of(each.info().arguments().orElse(new String[0]));
      boolean isPatroni =
          arguments.contains(file.toString())
              && arguments.stream().anyMatch(argument -> argument.endsWith("/patroni"));
      if (isPatroni || arguments.contains("--data-dir=" + folder.resolve("etcd"))) {
        each.destroyForcibly();
        each.onExit().join();
      }
    }
    for (String data : List.of("data1", "data2")) {
      PackagedPostgres.killLeftover(folder.resolve(data));
    }
  }
}
