package com.ransomleak.provisioning.quirks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.scim.WarningType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The description of the package shows the payload of each warning. */
class QuirksTableTest {

  @ParameterizedTest
  @EnumSource(WarningType.class)
  @DisplayName("Each warning has a wrong and a right payload in the description of the package")
  void eachWarningIsDescribed(WarningType warning) throws IOException {
    Path description =
        Path.of(
            "src/main/java",
            QuirksTableTest.class.getPackageName().replace('.', '/'),
            "package-info.java");
    // The name is on a line of its own, below both payloads.
    Pattern row = Pattern.compile("(?m)^ \\* \\S.+\\R \\*   " + warning + "(?: \\(.+\\))?$");
    assertTrue(row.matcher(Files.readString(description)).find(), warning::name);
  }
}
