package com.ransomleak.provisioning.server;

import com.ransomleak.provisioning.demo.Folders;
import com.ransomleak.provisioning.demo.PostgresBinaries;
import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PgBouncer on loopback, with the file in {@code server-config/pgbouncer}. */
public final class PgBouncer implements AutoCloseable {
  private final Process process;

  private PgBouncer(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param database the port of PostgreSQL on loopback
   */
  public static PgBouncer start(int port, int database, String user, String password)
      throws IOException, InterruptedException {
    Path folder = Folders.emptied(ProjectFiles.file("target", "server-tests", "pgbouncer"));
    Path users = folder.resolve("userlist.txt");
    Files.writeString(users, "\"%s\" \"%s\"\n".formatted(user, password.replace("\"", "\"\"")));
    String settings =
        Files.readString(ProjectFiles.file("server-config", "pgbouncer", "pgbouncer.ini"))
            .replace("host=db.example.com port=5432", "host=127.0.0.1 port=" + database)
            .replace("listen_port = 6432", "listen_port = " + port)
            .replace("/etc/pgbouncer/userlist.txt", users.toString())
            .replace("server_tls_sslmode = verify-full", "server_tls_sslmode = disable")
            .replaceFirst("(?m)^server_tls_ca_file = .*$", "");
    Path file = folder.resolve("pgbouncer.ini");
    Files.writeString(file, settings);
    List<String> command = new ArrayList<>(PostgresBinaries.asOrdinaryUser());
    command.addAll(List.of("pgbouncer", file.toString()));
    return new PgBouncer(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("pgbouncer.log").toFile())
            .start());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
