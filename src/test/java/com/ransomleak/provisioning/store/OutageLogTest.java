package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OutageLogTest {
  @Test
  @DisplayName("Only outages are limited: each conflict and each timeout is a warning")
  void levels() {
    OutageLog.level(new SQLException("away", "08006"));
    assertEquals(Level.DEBUG, OutageLog.level(new SQLException("away", "08006")));
    for (String state : new String[] {"40001", "57014"}) {
      assertEquals(Level.WARNING, OutageLog.level(new SQLException("rejected", state)));
      assertEquals(Level.WARNING, OutageLog.level(new SQLException("rejected", state)));
    }
  }
}
