package com.ransomleak.provisioning.role;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionTest {

  @ParameterizedTest
  @DisplayName("Each file that lists the permissions lists all of them")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "db/migration/V1_3__roles.sql, '%s'",
        "db/migration/R__01_tenants.sql, %s",
        "src/main/resources/com/ransomleak/provisioning/report/openapi.json, \"%s\"",
        "src/main/resources/com/ransomleak/provisioning/console/messages.properties,"
            + " permission.%s=",
        "src/main/resources/com/ransomleak/provisioning/console/messages.properties,"
            + " permission.means.%s=",
      })
  void areListed(String file, String entry) throws IOException {
    String text = Files.readString(Path.of(file));
    for (Permission permission : Permission.values()) {
      assertTrue(text.contains(entry.formatted(permission)), permission::name);
    }
  }
}
