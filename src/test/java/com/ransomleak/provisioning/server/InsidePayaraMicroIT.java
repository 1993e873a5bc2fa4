package com.ransomleak.provisioning.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.demo.ProjectFiles;
import jakarta.annotation.Resource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What only the inside of a server shows: injection, pools, transactions, timers, weaving. The real
 * WAR with this class added. The adapter starts a server for each class that has a deployment, so
 * this is the one; other concerns belong in methods here.
 */
@ExtendWith(ArquillianExtension.class)
class InsidePayaraMicroIT {
  @Resource(lookup = "java:comp/env/jdbc/provisioning")
  private DataSource requests;

  @Deployment
  static WebArchive realWar() {
    return ShrinkWrap.createFromZipFile(WebArchive.class, ProjectFiles.war().toFile());
  }

  @Test
  @DisplayName("Requests use a login that row security binds")
  void requestsUseTheApplicationLogin() throws SQLException {
    try (Connection connection = requests.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select rolname, rolsuper or rolbypassrls from pg_roles where rolname ="
                    + " current_user")) {
      row.next();
      assertEquals("provisioning_app", row.getString(1));
      assertEquals(false, row.getBoolean(2), "not above row security");
    }
  }
}
