package com.ransomleak.provisioning.tenant;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import com.ransomleak.provisioning.settings.TenantOptions;
import com.ransomleak.provisioning.store.TenantId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The statements with which a start changes table {@code tenant}, as the migrator. */
final class TenantRows {
  private static final Logger LOG = System.getLogger(TenantRows.class.getName());

  private TenantRows() {}

  /**
   * Gives a tenant its new subdomain. Does nothing when no tenant has the previous one, because the
   * setting stays in the configuration after the rename.
   *
   * @throws IllegalStateException when both exist, because the data of one would be lost
   */
  static void rename(Handle migrator, String formerly, String subdomain) {
    if (!exists(migrator, formerly)) {
      return;
    }
    if (exists(migrator, subdomain)) {
      throw new IllegalStateException(
          """
          tenant.%1$s.formerly: "%2$s" cannot be renamed to "%1$s", because both exist as tenants. To keep the data of "%1$s", \
          remove this setting. To keep the data of "%2$s", run as provisioning_migrator: update provisioning.tenant set \
          subdomain = '%1$s-unused' where subdomain = '%1$s'; and start again.\
          """
              .formatted(subdomain, formerly));
    }
    migrator
        .createUpdate(
            """
            update provisioning.tenant set subdomain = :subdomain,
              former_subdomains = array_remove(former_subdomains, :subdomain) || subdomain
            where subdomain = :formerly
            """)
        .bind("subdomain", subdomain)
        .bind("formerly", formerly)
        .execute();
    LOG.log(Level.INFO, "The tenant \"{0}\" is renamed to \"{1}\".", formerly, subdomain);
  }

  /**
   * Returns the tenant of a subdomain, and creates it if necessary.
   *
   * @throws IllegalStateException when another tenant had this subdomain before, because an
   *     outdated list would create an empty tenant
   */
  static TenantId enable(Handle migrator, String subdomain) {
    Optional<String> renamed =
        migrator
            .createQuery(
                """
                select subdomain from provisioning.tenant where :subdomain = any (former_subdomains)
                  and not exists (select from provisioning.tenant where subdomain = :subdomain)
                """)
            .bind("subdomain", subdomain)
            .mapTo(String.class)
            .findFirst();
    if (renamed.isPresent()) {
      throw new IllegalStateException(
          """
          provisioning.tenants: the tenant "%1$s" was renamed to "%2$s". List "%2$s" instead, or set tenant.%1$s.formerly=%2$s \
          to rename it back. If "%1$s" is a new customer, run as provisioning_migrator: update provisioning.tenant set \
          former_subdomains = array_remove(former_subdomains, '%1$s'); and start again.\
          """
              .formatted(subdomain, renamed.get()));
    }
    if (!exists(migrator, subdomain)) {
      LOG.log(Level.INFO, "The tenant \"{0}\" is created.", subdomain);
    }
    return new TenantId(
        migrator
            .createQuery("select provisioning.enable_tenant(:subdomain)")
            .bind("subdomain", subdomain)
            .mapTo(UUID.class)
            .one());
  }

  /**
   * Stores the tenant's retention settings. A longer one is in force at once. When one is shorter
   * than the stored one, the longer one stays in force for the grace period, because a mistake in
   * the configuration would otherwise destroy data within a minute.
   *
   * @param migrator in the transaction in which this node joined, because its grace period counts
   */
  static void storeRetention(
      Handle migrator, TenantId tenant, Duration eraseDeletedAfter, Duration activityRetention) {
    storeRetention(migrator, tenant, "erase_deleted_after", "erase", eraseDeletedAfter);
    storeRetention(migrator, tenant, "activity_retention", "activity", activityRetention);
  }

  private static void storeRetention(
      Handle migrator, TenantId tenant, String setting, String prefix, Duration value) {
    migrator
        .createUpdate(
            """
            with before as (
              select provisioning.retention_in_force(%1$s, previous_%1$s, %2$s_shortened_at) as in_force
              from provisioning.tenant where tenant_id = :tenant)
            update provisioning.tenant set
              %1$s = cast(:value as interval),
              previous_%1$s = case
                when cast(:value as interval) < %1$s then before.in_force
                when cast(:value as interval) < before.in_force then previous_%1$s end,
              %2$s_shortened_at = case
                when cast(:value as interval) < %1$s then clock_timestamp()
                when cast(:value as interval) < before.in_force then %2$s_shortened_at end
            from before
            where tenant_id = :tenant
              and (%1$s <> cast(:value as interval) or %2$s_shortened_at is not null and before.in_force = %1$s)
            """
                .formatted(setting, prefix))
        .bind("value", value.toString())
        .bind("tenant", tenant.value())
        .execute();
  }

  /** A setting that was shortened, while the previous value is in force. Durations in seconds. */
  record PendingRetention(
      String subdomain, String setting, long previousSeconds, long seconds, Instant inForceFrom) {
    String clause() {
      return setting
          + " is still "
          + text(previousSeconds)
          + ", and "
          + text(seconds)
          + " from "
          + inForceFrom.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String text(long seconds) {
      return TenantOptions.text(Duration.ofSeconds(seconds));
    }
  }

  /** Logs one warning for each tenant whose previous, longer retention is in force. */
  static void warnOfShorterRetention(Handle migrator, Collection<Tenant> tenants) {
    migrator
        .createQuery(
            """
            select t.subdomain, s.setting, extract(epoch from s.previous)::bigint as previous_seconds,
              extract(epoch from s.value)::bigint as seconds,
              s.shortened_at + (select max(removed_tenant_grace) from provisioning.running_node) as in_force_from
            from provisioning.tenant t cross join lateral (values
              ('erase-deleted-after', erase_deleted_after, previous_erase_deleted_after, erase_shortened_at),
              ('provisioning.activity-retention', activity_retention, previous_activity_retention, activity_shortened_at))
              s (setting, value, previous, shortened_at)
            where t.tenant_id = any (cast(:tenants as uuid[]))
              and provisioning.retention_in_force(s.value, s.previous, s.shortened_at) > s.value
            order by t.subdomain, s.setting
            """)
        .bind("tenants", Nodes.array(tenants, Tenant::id))
        .map(ConstructorMapper.of(PendingRetention.class))
        .stream()
        .collect(
            groupingBy(
                PendingRetention::subdomain,
                LinkedHashMap::new,
                mapping(PendingRetention::clause, joining("; "))))
        .forEach(
            (subdomain, clauses) ->
                LOG.log(
                    Level.WARNING,
                    "The tenant \"{0}\" keeps its longer retention until"
                        + " provisioning.removed-tenant-grace is over: {1}. To keep the data"
                        + " longer, set the previous value again and restart before that.",
                    subdomain,
                    clauses));
  }

  private static boolean exists(Handle migrator, String subdomain) {
    return migrator
        .createQuery("select exists (select from provisioning.tenant where subdomain = :subdomain)")
        .bind("subdomain", subdomain)
        .mapTo(Boolean.class)
        .one();
  }
}
