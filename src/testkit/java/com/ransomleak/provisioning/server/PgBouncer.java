package com.ransomleak.provisioning.server;

import com.ransomleak.provisioning.demo.PostgresBinaries;
import com.ransomleak.provisioning.demo.PrivateFile;
import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** PgBouncer on loopback with TLS, with the file in {@code server-config/pgbouncer}. */
public final class PgBouncer implements AutoCloseable {
  private final Process process;

  private PgBouncer(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param folder exists; gets the certificate {@code server.crt}, key, settings and log
   * @param database the port of PostgreSQL on loopback
   */
  public static PgBouncer start(Path folder, int port, int database, String user, String password)
      throws IOException, InterruptedException, GeneralSecurityException {
    Certificate certificate = Certificate.make(folder);
    Files.writeString(folder.resolve("server.crt"), certificate.certificate());
    PrivateFile.write(folder.resolve("server.key"), certificate.privateKey());
    Path users = folder.resolve("userlist.txt");
    Files.writeString(users, "\"%s\" \"%s\"\n".formatted(user, password.replace("\"", "\"\"")));
    String settings =
        Files.readString(ProjectFiles.file("server-config", "pgbouncer", "pgbouncer.ini"))
            .replace("host=db.example.com port=5432", "host=127.0.0.1 port=" + database)
            .replace("listen_port = 6432", "listen_port = " + port)
            .replaceFirst("(?m)^server_tls_ca_file = .*$", "")
            .replace(";client_tls_", "client_tls_")
            .replace("/etc/pgbouncer", folder.toString())
            .replace("server_tls_sslmode = verify-full", "server_tls_sslmode = disable");
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
