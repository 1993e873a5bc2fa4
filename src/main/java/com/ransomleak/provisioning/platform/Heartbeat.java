package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.tenant.Nodes;
import jakarta.annotation.PreDestroy;
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
 * Says every fifteen seconds that this node runs, so that the database does not suspend its tenants
 * when another node starts without them. Apart from {@link Housekeeping}, whose runs may take
 * minutes.
 */
@Startup
@Singleton
@DependsOn("DatabaseStartup")
@TransactionManagement(TransactionManagementType.BEAN)
public class Heartbeat {
  private static final Logger LOG = System.getLogger(Heartbeat.class.getName());

  @Inject private Jdbi jdbi;
  @Inject private Nodes nodes;

  @Schedule(hour = "*", minute = "*", second = "*/15", persistent = false)
  void tick() {
    try {
      jdbi.useHandle(nodes::heartbeat);
    } catch (JdbiException e) {
      LOG.log(Level.DEBUG, "The next heartbeat tries again", e);
    }
  }

  /** Best effort: otherwise the node counts as running for a minute. */
  @PreDestroy
  void stop() {
    try {
      jdbi.useHandle(nodes::leave);
    } catch (JdbiException e) {
      LOG.log(Level.DEBUG, "The node could not say that it stops", e);
    }
  }
}
