package com.ransomleak.provisioning.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A real PostgreSQL on loopback, its data in one directory, safe against the loss of every process:
 * {@code fsync} is on, an acknowledged write is on disk. Every connection needs a password. The
 * superuser's is in the directory ({@code superuser.password}, 0600); the two logins of {@code
 * db/roles.sql} get new ones at each start. One process at a time may use a directory.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  /** The login that ran {@code db/roles.sql}. */
  public static final String ADMINISTRATOR = "administrator";

  private static final String DATABASE = "provisioning";

  private final Path directory;
  private final Path data;
  private final Path log;
  private final FileChannel lock;
  private final PostgresBinaries binaries;
  private final DatabaseAccess access;

  private EmbeddedDatabase(
      Path directory, FileChannel lock, PostgresBinaries binaries, DatabaseAccess access) {
    this.directory = directory;
    this.data = directory.resolve("data");
    this.log = directory.resolve("postgresql.log");
    this.lock = lock;
    this.binaries = binaries;
    this.access = access;
  }

  /**
   * Starts it; makes the cluster, the logins and the database when they do not exist. What an
   * earlier process left running here is stopped first.
   *
   * @throws StartFailure when another process uses the directory, or PostgreSQL does not start
   */
  public static EmbeddedDatabase start(Path directory)
      throws IOException, InterruptedException, SQLException {
    return start(directory, false);
  }

  /** Starts one without data: what the directory held is deleted first. */
  public static EmbeddedDatabase startEmpty(Path directory)
      throws IOException, InterruptedException, SQLException {
    return start(directory, true);
  }

  private static EmbeddedDatabase start(Path directory, boolean empty)
      throws IOException, InterruptedException, SQLException {
    PrivateFile.createFolder(directory);
    FileChannel lock = lock(directory);
    try {
      DatabaseAccess access =
          new DatabaseAccess("127.0.0.1", freePort(), DATABASE, secret(), secret());
      PostgresBinaries binaries = PostgresBinaries.unpackedIn(directory);
      EmbeddedDatabase database = new EmbeddedDatabase(directory, lock, binaries, access);
      if (empty) {
        database.delete();
      }
      database.start();
      database.prepare();
      return database;
    } catch (IOException | InterruptedException | SQLException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  public DatabaseAccess access() {
    return access;
  }

  /** The folder of the cluster itself, in which {@code postmaster.pid} stands while it runs. */
  public Path data() {
    return data;
  }

  /** What the processes of the database that are alive now computed since they were started. */
  public Duration cpuTime() throws IOException {
    return Postmaster.in(data).orElseThrow().cpuTime();
  }

  /** Starts it again after {@link #stop}, on the same port. */
  public void start() throws IOException, InterruptedException {
    Postmaster.in(data).ifPresent(this::stopLeftover);
    if (!Files.isDirectory(data)) {
      createCluster();
    }
    binaries.own(data);
    // What an earlier run wrote must not be taken for the reason why this one fails.
    Files.deleteIfExists(log);
    boolean started =
        binaries.run(
            log,
            "pg_ctl",
            "-D",
            data.toString(),
            "-l",
            log.toString(),
            "-o",
            "-p " + access.port(),
            "-w",
            "-t",
            "60",
            "start");
    if (!started) {
      throw new StartFailure(
          "The embedded PostgreSQL did not start: " + complaint() + ". See " + log + ".");
    }
  }

  /**
   * Ends it as an administrator would: connections are cut, nothing acknowledged is lost. Keeps the
   * directory for itself.
   */
  public void stop() throws IOException, InterruptedException {
    if (Postmaster.in(data).isPresent()
        && !binaries.run(
            log, "pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "-t", "20", "stop")) {
      binaries.run(log, "pg_ctl", "-D", data.toString(), "-m", "immediate", "-w", "stop");
    }
  }

  /** Kills all its processes at once. Keeps the directory for itself. */
  public void kill() throws IOException, InterruptedException {
    Postmaster.in(data).orElseThrow().killAll();
  }

  /** Ends it and gives the directory free. */
  @Override
  public void close() throws IOException {
    try {
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.close();
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock taken = null;
    try {
      // Held until the channel is closed; the operating system does that for a process that is
      // killed.
      taken = channel.tryLock();
    } catch (OverlappingFileLockException ofThisProcess) {
      taken = null;
    }
    if (taken == null) {
      channel.close();
      throw new StartFailure(
          "The data folder " + directory + " is in use by another run that is still alive.");
    }
    return channel;
  }

  private void delete() throws IOException, InterruptedException {
    Optional<Postmaster> leftover = Postmaster.in(data);
    if (leftover.isPresent()) {
      leftover.get().kill();
    }
    Folders.delete(data);
  }

  private void stopLeftover(Postmaster postmaster) {
    try {
      stop();
      postmaster.kill();
    } catch (IOException e) {
      throw new StartFailure("Cannot stop the PostgreSQL that an earlier run left: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("Interrupted.", e);
    }
  }

  private void createCluster() throws IOException, InterruptedException {
    Path password = superuserPassword();
    PrivateFile.write(password, secret());
    // Renamed when complete, so that a run that was killed here leaves nothing that looks finished.
    Path partial = directory.resolve("data.partial");
    Folders.delete(partial);
    List<String> options = new ArrayList<>(List.of("-D", partial.toString(), "-U", "postgres"));
    options.addAll(List.of("--pwfile=" + password, "--auth=scram-sha-256", "--encoding=UTF8"));
    options.addAll(binaries.locale());
    if (!binaries.run(log, "initdb", options.toArray(String[]::new))) {
      throw new StartFailure("The embedded PostgreSQL could not be set up; see " + log + ".");
    }
    Files.writeString(
        partial.resolve("postgresql.conf"),
        """
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        timezone = 'UTC'
        log_timezone = 'UTC'
        """,
        StandardOpenOption.APPEND);
    Files.move(partial, data);
  }

  private void prepare() throws IOException, SQLException {
    try (Connection connection = superuser();
        Statement statement = connection.createStatement()) {
      if (!exists(statement)) {
        // As the administrator of a managed PostgreSQL, who is no superuser.
        statement.execute("create role " + ADMINISTRATOR + " createdb createrole");
        statement.execute("set session authorization " + ADMINISTRATOR);
        statement.execute(Files.readString(ProjectFiles.file("db", "roles.sql")));
        statement.execute("create database " + access.name() + " owner " + DatabaseAccess.MIGRATOR);
        statement.execute("reset session authorization");
      }
      statement.execute(
          "alter role provisioning_migrator password '" + access.migratorPassword() + "'");
      statement.execute("alter role provisioning_app password '" + access.password() + "'");
    }
  }

  private boolean exists(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery("select from pg_database where datname = '" + access.name() + "'")) {
      return found.next();
    }
  }

  /** A connection as the superuser. */
  public Connection superuser() throws IOException, SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + access.port() + "/postgres?connectTimeout=5",
        "postgres",
        Files.readString(superuserPassword()));
  }

  private Path superuserPassword() {
    return directory.resolve("superuser.password");
  }

  /** Why it did not start, from its log: the last fatal message, else the last line. */
  private String complaint() throws IOException {
    String complaint = "";
    for (String line : Files.readAllLines(log)) {
      if (line.contains("FATAL:") || !complaint.contains("FATAL:")) {
        complaint = line;
      }
    }
    return complaint.replaceFirst(".*FATAL:\\s*", "");
  }

  /**
   * Free now; should another process take it before PostgreSQL does, the start fails and says so.
   */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String secret() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
