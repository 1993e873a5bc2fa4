package com.ransomleak.provisioning.server;

import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.Folders;
import com.ransomleak.provisioning.demo.PostgresBinaries;
import com.ransomleak.provisioning.demo.Postmaster;
import com.ransomleak.provisioning.demo.PrivateFile;
import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * PostgreSQL from the packages of the operating system, with its programs for operators, which the
 * embedded one does not have. It archives its WAL, and has the logins of {@code db/roles.sql}.
 */
public final class PackagedPostgres implements AutoCloseable {
  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");

  private final Path folder;
  private final Path programs;
  private final int port;
  private final String password;

  private PackagedPostgres(Path folder, Path programs, int port, String password) {
    this.folder = folder;
    this.programs = programs;
    this.port = port;
    this.password = password;
  }

  /**
   * Starts one without databases.
   *
   * @param folder replaced; gets the data, and {@code archive}
   */
  public static PackagedPostgres start(Path folder)
      throws IOException, InterruptedException, SQLException {
    killLeftover(folder.resolve("data"));
    Folders.delete(folder);
    Files.createDirectories(folder.resolve("archive"));
    String password = Long.toHexString(ThreadLocalRandom.current().nextLong(1L << 60, 1L << 62));
    PackagedPostgres postgres =
        new PackagedPostgres(folder, newest(), RunningServer.freePort(), password);
    postgres.create();
    postgres.run("pg_ctl", "-D", "data", "-l", "postgresql.log", "-w", "start");
    RunningServer.endWithJvm(postgres);
    try (Connection superuser = postgres.superuser(postgres.port, "postgres");
        Statement statement = superuser.createStatement()) {
      statement.execute(Files.readString(ProjectFiles.file("db", "roles.sql")));
      statement.execute("alter role provisioning_app password '" + password + "'");
      statement.execute("alter role provisioning_migrator password '" + password + "'");
    }
    return postgres;
  }

  /** Kills the PostgreSQL that a killed run left with this data. */
  public static void killLeftover(Path data) throws IOException, InterruptedException {
    Optional<Postmaster> leftover = Postmaster.in(data);
    if (leftover.isPresent()) {
      leftover.get().killAll();
    }
  }

  /** The programs of the newest version; Debian installs each version into a folder of its own. */
  public static Path newest() throws IOException {
    try (Stream<Path> versions = Files.list(PACKAGES)) {
      return versions
          .filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
          .max(Comparator.comparing(version -> Integer.valueOf(version.getFileName().toString())))
          .orElseThrow(() -> new IllegalStateException("Install the package postgresql."))
          .resolve("bin");
    }
  }

  private void create() throws IOException, InterruptedException {
    Path file = folder.resolve("password");
    PrivateFile.write(file, password);
    PrivateFile.write(folder.resolve("pgpass"), "127.0.0.1:*:*:*:" + password);
    run(
        "initdb",
        "-D",
        "data",
        "-U",
        "postgres",
        "--pwfile=password",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C.UTF-8");
    Files.writeString(
        folder.resolve("data/postgresql.conf"),
        """
        port = %d
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        archive_mode = on
        archive_command = 'cp %%p %s/%%f'
        """
            .formatted(port, folder.resolve("archive")),
        StandardOpenOption.APPEND);
  }

  /** Creates a database and returns the access to it. */
  public DatabaseAccess create(String name) throws SQLException {
    try (Connection superuser = superuser(port, "postgres");
        Statement statement = superuser.createStatement()) {
      statement.execute("create database " + name + " owner " + DatabaseAccess.MIGRATOR);
    }
    return access(name);
  }

  /** The access to a database that exists or that a command creates. */
  public DatabaseAccess access(String name) {
    return new DatabaseAccess("127.0.0.1", port, name, password, password);
  }

  /** A superuser's connection to a server of this cluster's data. */
  public Connection superuser(int port, String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", password);
  }

  /** Where WAL is archived. */
  public Path archive() {
    return folder.resolve("archive");
  }

  /** What PostgreSQL's programs need to connect as a superuser. */
  public Map<String, String> environment() {
    return new TreeMap<>(
        Map.of(
            "PATH",
            programs + ":" + System.getenv("PATH"),
            "PGHOST",
            "127.0.0.1",
            "PGPORT",
            Integer.toString(port),
            "PGUSER",
            "postgres",
            "PGPASSFILE",
            folder.resolve("pgpass").toString()));
  }

  private void run(String program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(PostgresBinaries.asOrdinaryUser());
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    Path log = folder.resolve(program + ".log");
    int status =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (status != 0) {
      throw new IllegalStateException(Files.readString(log));
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (Postmaster.in(folder.resolve("data")).isPresent()) {
        run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
