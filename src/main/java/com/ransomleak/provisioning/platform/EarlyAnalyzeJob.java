package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Gives PostgreSQL the statistics of tables that grow for the first time, each second and not when
 * autovacuum's minute is over: a plan from the time when they were empty reads a whole tenant for
 * one user. One short statement, and none once there are some ten thousand users.
 */
@Startup
@Singleton
@DependsOn("DatabaseStartup")
@TransactionManagement(TransactionManagementType.BEAN)
public class EarlyAnalyzeJob {
  private static final Logger LOG = System.getLogger(EarlyAnalyzeJob.class.getName());

  @Inject private Jdbi jdbi;
  @Inject private Tenants tenants;

  private boolean small = true;

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  void tick() {
    if (small && tenants.areLoaded()) {
      try {
        small =
            jdbi.withHandle(
                handle ->
                    handle
                        .createQuery("select provisioning.analyze_small_tables()")
                        .mapTo(Boolean.class)
                        .one());
      } catch (JdbiException e) {
        LOG.log(Level.DEBUG, "Tables were not analysed; the next second tries again", e);
      }
    }
  }
}
