package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Deletes sessions, links and counted failures that are over, as a timer asks. */
@Stateless
public class AccountPruning {
  @Inject private Database database;
  @Inject private AccountSettings settings;

  /** All that is over; there is never much of it. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public void prune(TenantId tenant) {
    database.enterForTimer(tenant.value());
    database.update(
        "delete from provisioning.console_session where tenant_id = ? and (expires_at < now() or"
            + " last_seen_at < now() - cast(? as interval))",
        tenant.value(),
        settings.idleTime().toString());
    database.update(
        "delete from provisioning.password_link where tenant_id = ? and (used_at is not null or"
            + " expires_at < now())",
        tenant.value());
    database.update(
        "delete from provisioning.sign_in_failure where tenant_id = ? and last_at < now() -"
            + " interval '1 day'",
        tenant.value());
  }
}
