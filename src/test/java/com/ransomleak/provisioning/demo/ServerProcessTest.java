package com.ransomleak.provisioning.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ServerProcessTest {
  private static final String SETTING =
      "tenant.acme.token-lifetime: \"abc\" is not an ISO-8601 duration of at least PT1M.";

  @Test
  @DisplayName("A start that fails for a setting names it, not the exception of the parser")
  void settingIsNamed() {
    assertEquals(
        SETTING,
        ServerProcess.reasonIn(
            """
            SEVERE: deployment failed
            Caused by: org.jboss.weld.exceptions.WeldException: WELD-000049
            Caused by: java.lang.IllegalStateException: %s
            \tat com.ransomleak.provisioning.settings.SettingsReader.parse
            Caused by: java.time.format.DateTimeParseException: Text cannot be parsed to a Duration
            """
                .formatted(SETTING)));
  }

  @Test
  @DisplayName("Any other start that fails names its innermost cause")
  void innermostCause() {
    assertEquals(
        "Address already in use",
        ServerProcess.reasonIn(
            """
            Caused by: java.lang.RuntimeException: listener
            Caused by: java.net.BindException: Address already in use
            """));
    assertEquals("", ServerProcess.reasonIn("INFO: nothing"));
  }
}
