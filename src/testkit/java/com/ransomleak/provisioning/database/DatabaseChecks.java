package com.ransomleak.provisioning.database;

import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The queries of {@code db/checks}, which must return no rows. */
public final class DatabaseChecks {
  private static final Path FOLDER = ProjectFiles.file("db", "checks");

  private DatabaseChecks() {}

  /** The names of their files. */
  public static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The rows that a check returns, each as text. */
  public static List<String> found(Connection database, String check)
      throws IOException, SQLException {
    return rows(database, sql(check));
  }

  /** The rows of a query, each as text. */
  public static List<String> rows(Connection database, String sql) throws SQLException {
    try (Statement query = database.createStatement();
        ResultSet rows = query.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.append(rows.getString(i)).append(' ');
        }
        found.add(row.toString());
      }
      return found;
    }
  }

  /** The text of a check without comments. */
  public static String sql(String check) throws IOException {
    return Files.readAllLines(FOLDER.resolve(check)).stream()
        .filter(line -> !line.startsWith("--"))
        .collect(Collectors.joining("\n"));
  }
}
