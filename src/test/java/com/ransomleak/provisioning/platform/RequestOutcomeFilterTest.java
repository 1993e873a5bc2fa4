package com.ransomleak.provisioning.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a request counts that ends with an exception. */
class RequestOutcomeFilterTest {
  private final IOException brokenPipe = new IOException("Broken pipe");

  @Test
  @DisplayName("An exception of the client's connection is not a failure of the service")
  void disconnected() {
    assertTrue(RequestOutcomeFilter.isDisconnected(brokenPipe));
    assertTrue(RequestOutcomeFilter.isDisconnected(new ServletException(brokenPipe)));
    assertFalse(RequestOutcomeFilter.isDisconnected(new ServletException("bug")));
  }

  @Test
  @DisplayName("A broken connection to the database counts as 503, as ErrorServlet answers it")
  void database() {
    Exception lost = new ServletException(new SQLException("lost", "08006", brokenPipe));
    assertFalse(RequestOutcomeFilter.isDisconnected(lost));
    assertEquals(503, ErrorServlet.status(lost));
    assertEquals(500, ErrorServlet.status(new ServletException("bug")));
  }
}
