package com.ransomleak.provisioning.report;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.Optional;

/**
 * The last counted number of findings of each tenant, for the badge in the menu: counting them for
 * each page would read all users of the tenant. Each node has its own.
 */
@ApplicationScoped
public class RecentFindings {
  private static final Duration LIFETIME = Duration.ofMinutes(1);
  private static final int MAX_TENANTS = 10_000;

  private final Cache<TenantId, Long> totals =
      Caffeine.newBuilder().expireAfterWrite(LIFETIME).maximumSize(MAX_TENANTS).build();

  /** Empty if the number is older than a minute. */
  Optional<Long> total(TenantId tenant) {
    return Optional.ofNullable(totals.getIfPresent(tenant));
  }

  void keep(TenantId tenant, long total) {
    totals.put(tenant, total);
  }

  /** After a change that an administrator makes to findings. */
  void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) Changed change) {
    totals.invalidate(change.tenant());
  }

  /** Findings were ignored or reopened. */
  record Changed(TenantId tenant) {}
}
