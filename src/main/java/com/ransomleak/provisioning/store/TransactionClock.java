package com.ransomleak.provisioning.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.OffsetDateTime;

/**
 * The clock of the database, which is the same for all nodes. The statement that sets the tenant
 * returns it.
 */
@ApplicationScoped
public class TransactionClock {
  @Resource private TransactionSynchronizationRegistry transactions;

  /** When the transaction began. */
  public OffsetDateTime now() {
    return (OffsetDateTime) transactions.getResource(TransactionClock.class);
  }
}
