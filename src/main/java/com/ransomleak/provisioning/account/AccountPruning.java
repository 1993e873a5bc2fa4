package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.store.Origin;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Deletes expired sessions, links, known browsers and counted failures, for a timer. */
@Origin(Origin.Source.TIMER)
@Stateless
public class AccountPruning {
  private static final String SESSIONS =
      """
      delete from provisioning.console_session
      where tenant_id = :tenant and (expires_at < now() or last_seen_at < now() - cast(:idle_time as interval)
        or created_at < now() - cast(:lifetime as interval))
      """;

  // Users are notified of links for 30 days.
  private static final String LINKS =
      """
      delete from provisioning.password_link
      where tenant_id = :tenant and created_at < now() - interval '30 days' and (used_at is not null or expires_at < now())
      """;

  private static final String BROWSERS =
      """
      delete from provisioning.known_browser
      where tenant_id = :tenant and last_used_at < now() - cast(:browser_lifetime as interval)
      """;

  private static final String FAILURES =
      """
      delete from provisioning.sign_in_failure where tenant_id = :tenant and last_at < now() - interval '1 day'
      """;

  @Inject private Sql sql;
  @Inject private DeploymentSettings settings;
  @Inject private SessionTimes times;

  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public void prune(TenantId tenant) {
    sql.of(tenant, SESSIONS)
        .bind("idle_time", times.idle(tenant).toString())
        .bind("lifetime", times.lifetime(tenant).toString())
        .update();
    sql.of(tenant, LINKS).update();
    sql.of(tenant, BROWSERS)
        .bind("browser_lifetime", settings.knownBrowserLifetime().toString())
        .update();
    sql.of(tenant, FAILURES).update();
  }
}
