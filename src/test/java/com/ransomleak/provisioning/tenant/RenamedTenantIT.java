package com.ransomleak.provisioning.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.tenant.NodesUnderTest.Node;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tenants whose name in the list changes. */
class RenamedTenantIT {
  private final NodesUnderTest nodes = new NodesUnderTest();
  private final String name = nodes.name();

  @AfterEach
  void stopAll() throws SQLException {
    nodes.close();
  }

  @Test
  @DisplayName("A renamed tenant keeps its data, and a node with the former list is refused")
  void rename() throws Exception {
    Node former = nodes.started(name);
    UUID tenant = former.id(name);
    String next = name + "-next";
    Map<String, String> settings = Map.of("tenant." + next + ".formerly", name);
    Node renamed = nodes.started(next, settings);
    assertEquals(tenant, renamed.id(next));
    former.beat();
    assertEquals("listed", nodes.state(next), "the former node goes on until it restarts");
    former.stop();
    String refusal = nodes.refusal(name, Map.of());
    assertTrue(refusal.contains("\"" + name + "\" was renamed to \"" + next + "\""), refusal);
    assertEquals("0", nodes.count(name), "no empty tenant in its place");
    nodes.started(next, settings);
    assertEquals("listed", nodes.state(next), "the setting may stay");

    Node back = nodes.started(name, Map.of("tenant." + name + ".formerly", next));
    assertEquals(tenant, back.id(name), "renamed back");
    back.stop();
    nodes.started(next, settings);
    nodes.update(
        "update provisioning.tenant set former_subdomains = array_remove(former_subdomains, ?)",
        name);
    Node customer = nodes.started(next + "," + name, Map.of());
    assertTrue(!tenant.equals(customer.id(name)), "another customer may get the name");
  }

  @Test
  @DisplayName("O7: a former name that comes too late is refused and says how to keep which data")
  void formerlyTooLate() throws Exception {
    nodes.started(name).stop();
    String next = name + "-next";
    Node forgotten = nodes.started(next);
    UUID tenant = UUID.fromString(nodes.value("tenant_id", name));
    forgotten.stop();
    Map<String, String> settings = Map.of("tenant." + next + ".formerly", name);
    String refusal = nodes.refusal(next, settings);
    assertTrue(refusal.startsWith("tenant." + next + ".formerly: "), refusal);
    String remedy = refusal.substring(refusal.indexOf("update "), refusal.indexOf(";"));
    nodes.update(remedy.replace("'" + next + "'", "?"), next);
    assertEquals(tenant, nodes.started(next, settings).id(next));
    assertEquals("1", nodes.count(next + "-unused"));
  }
}
