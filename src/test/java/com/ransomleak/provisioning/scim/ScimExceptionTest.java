package com.ransomleak.provisioning.scim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScimExceptionTest {
  @Test
  @DisplayName("A detail can be stored by PostgreSQL, whatever the path of the request contained")
  void storable() {
    assertEquals(
        "User \"a?b?\" not found.", ScimException.notFound("User", "a\0b\uD83D").getMessage());
    String emoji = "\uD83D\uDE00".repeat(1001);
    assertEquals("\uD83D\uDE00".repeat(1000) + "…", new ScimException(400, emoji).getMessage());
  }
}
