package com.ransomleak.provisioning.store;

import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/** Migrates a database without a server, with the files of this build or with changed copies. */
final class Migrations {
  static final Path SHIPPED = ProjectFiles.file("db", "migration");

  private Migrations() {}

  /** Migrates as {@code SchemaMigrator} does. A statement can wait for a lock for minutes. */
  static Flyway of(DatabaseAccess access, Path folder) {
    return Flyway.configure()
        .dataSource(
            access.jdbcUrl().replaceFirst("socketTimeout=\\d+", "socketTimeout=600"),
            DatabaseAccess.MIGRATOR,
            access.migratorPassword())
        .schemas("provisioning")
        .locations("filesystem:" + folder)
        .load();
  }

  static void copyTo(Path folder) throws IOException {
    for (Path file : files(SHIPPED, "")) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }
  }

  static List<Path> files(Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }
}
