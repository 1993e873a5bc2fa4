package com.ransomleak.provisioning.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/**
 * The clock of the database, as the statement that names the tenant returned it. All nodes have the
 * same.
 */
@ApplicationScoped
public class TransactionClock {
  @Resource private TransactionSynchronizationRegistry transactions;

  /** When the transaction began. */
  public OffsetDateTime now() {
    return (OffsetDateTime) transactions.getResource(TransactionClock.class);
  }

  /**
   * The same, or a microsecond after a time that is not earlier: a change follows the one before.
   */
  public OffsetDateTime after(OffsetDateTime previous) {
    OffsetDateTime now = now();
    return now.isAfter(previous) ? now : previous.plus(1, ChronoUnit.MICROS);
  }
}
