package com.ransomleak.provisioning.tenant;

import com.ransomleak.provisioning.store.TenantId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

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

  /** Stores the tenant's retention settings, which apply while no node lists it. */
  static void keepRetention(
      Handle migrator, TenantId tenant, Duration eraseDeletedAfter, Duration activityRetention) {
    migrator
        .createUpdate(
            """
            update provisioning.tenant
            set erase_deleted_after = cast(:erase as interval), activity_retention = cast(:retention as interval)
            where tenant_id = :tenant
              and (erase_deleted_after, activity_retention)
                is distinct from (cast(:erase as interval), cast(:retention as interval))
            """)
        .bind("erase", eraseDeletedAfter.toString())
        .bind("retention", activityRetention.toString())
        .bind("tenant", tenant.value())
        .execute();
  }

  private static boolean exists(Handle migrator, String subdomain) {
    return migrator
        .createQuery("select exists (select from provisioning.tenant where subdomain = :subdomain)")
        .bind("subdomain", subdomain)
        .mapTo(Boolean.class)
        .one();
  }
}
