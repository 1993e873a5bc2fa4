package com.ransomleak.provisioning.drill;

import com.ransomleak.provisioning.demo.ProjectFiles;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The machine of the primary fails, and Patroni makes its standby the primary (H-15). */
@Tag("on-demand")
class FailoverDrillIT {
  @Test
  @DisplayName("A failover takes at most 30 seconds, and nothing acknowledged is lost or doubled")
  void failover() throws Exception {
    try (PatroniCluster database = PatroniCluster.start();
        TwoNodes nodes = TwoNodes.start(database.access(), "failover", ProjectFiles.war())) {
      IdentityProvider provider = nodes.identityProvider();
      provider.awaitWrites();
      database.killPrimary();
      provider.awaitWrites();
      database.restartKilled();
      provider.awaitWrites();
      nodes.end(provider, "Failover of the database with Patroni");
    }
  }
}
