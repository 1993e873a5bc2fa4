package com.ransomleak.provisioning.database;

import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.EmbeddedDatabase;
import com.ransomleak.provisioning.demo.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Pattern;

/** The second login of {@code src/docs/database.md}, with which passwords are changed. */
public final class SecondLogin {
  public static final String NAME = "provisioning_app_2";
  private static final Pattern SQL = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL);

  private SecondLogin() {}

  /** Creates it with the first SQL of the guide. */
  public static void create(Connection superuser, String password)
      throws IOException, SQLException {
    String sql =
        SQL.matcher(Files.readString(ProjectFiles.file("src", "docs", "database.md")))
            .results()
            .map(block -> block.group(1))
            .findFirst()
            .orElseThrow();
    try (Statement statement = superuser.createStatement()) {
      statement.execute("set session authorization " + EmbeddedDatabase.ADMINISTRATOR);
      statement.execute(sql);
      // What \password of psql does.
      statement.execute("alter role " + NAME + " password '" + password.replace("'", "''") + "'");
      statement.execute("reset session authorization");
    }
  }

  /** What a node that uses it has in its environment. */
  public static DatabaseAccess on(DatabaseAccess access, String password) {
    return access.with(
        Map.of("PROVISIONING_DATABASE_USER", NAME, "PROVISIONING_DATABASE_PASSWORD", password));
  }
}
