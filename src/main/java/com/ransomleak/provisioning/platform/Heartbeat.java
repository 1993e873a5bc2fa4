package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.tenant.Nodes;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

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

  @Resource(lookup = "java:comp/env/jdbc/provisioning")
  private DataSource application;

  @Inject private Nodes nodes;

  @Schedule(hour = "*", minute = "*", second = "*/15", persistent = false)
  void tick() {
    try (Connection connection = application.getConnection()) {
      nodes.heartbeat(connection);
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "The next heartbeat tries again", e);
    }
  }

  /** Best effort: otherwise the node counts as running for a minute. */
  @PreDestroy
  void stop() {
    try (Connection connection = application.getConnection()) {
      nodes.leave(connection);
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "The node could not say that it stops", e);
    }
  }
}
