package com.ransomleak.provisioning.store;

import java.sql.SQLException;

/**
 * PostgreSQL refused a statement or could not be reached; what kind of failure it is, {@link
 * Failure} tells.
 */
public class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DatabaseFailure(SQLException cause) {
    super(cause);
  }
}
