package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Deletes expired sessions, links, known browsers and counted failures, for a timer. */
@Stateless
public class AccountPruning {
  @Inject private Database database;
  @Inject private AccountSettings settings;

  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public void prune(TenantId tenant) {
    database.enterForTimer(tenant.value());
    database.update(
        "delete from provisioning.console_session where tenant_id = ? and (expires_at < now() or"
            + " last_seen_at < now() - cast(? as interval))",
        tenant.value(),
        settings.idleTime().toString());
    // Used and expired links stay for 30 days: people are told that they were made.
    database.update(
        "delete from provisioning.password_link where tenant_id = ? and created_at < now() -"
            + " interval '30 days' and (used_at is not null or expires_at < now())",
        tenant.value());
    database.update(
        "delete from provisioning.known_browser where tenant_id = ? and last_used_at < now() -"
            + " cast(? as interval)",
        tenant.value(),
        settings.browserLifetime().toString());
    database.update(
        "delete from provisioning.sign_in_failure where tenant_id = ? and last_at < now() -"
            + " interval '1 day'",
        tenant.value());
  }
}
