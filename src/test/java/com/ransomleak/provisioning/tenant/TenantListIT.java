package com.ransomleak.provisioning.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.tenant.NodesUnderTest.Node;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Nodes that list different tenants. */
class TenantListIT {
  private final NodesUnderTest nodes = new NodesUnderTest();
  private final String name = nodes.name();

  @AfterEach
  void stopAll() throws SQLException {
    nodes.close();
  }

  @Test
  @DisplayName("O1: a tenant is suspended when no running node lists it, and resumes as it was")
  void aMistypedList() throws Exception {
    Node right =
        nodes.started(
            name + "," + name + "-b", Map.of("tenant." + name + ".erase-deleted-after", "P400D"));
    UUID tenant = right.id(name);
    right.stop();
    Node mistyped = nodes.started(name + "x," + name + "-b");
    assertEquals("suspended", nodes.state(name));
    assertEquals("9600:00:00", nodes.value("erase_deleted_after", name), "its own last settings");
    assertEquals("listed", nodes.state(name + "-b"));
    mistyped.stop();
    Node corrected = nodes.started(name + "," + name + "-b");
    assertEquals("listed", nodes.state(name));
    assertEquals(tenant, corrected.id(name));
    assertEquals("suspended", nodes.state(name + "x"));
  }

  @Test
  @DisplayName("O1: a node with another list harms nothing while the other node runs, in any order")
  void twoLists() throws Exception {
    Node former = nodes.started(name);
    Node next = nodes.started(name + "-b");
    former.beat();
    next.beat();
    assertEquals("listed", nodes.state(name));
    assertEquals("listed", nodes.state(name + "-b"));
    former.stop();
    next.beat();
    assertEquals("suspended", nodes.state(name), "nobody lists it now");
    former.beat();
    assertEquals("listed", nodes.state(name), "a node that was away for a time is back");
    assertEquals("listed", nodes.state(name + "-b"));
  }

  @Test
  @DisplayName("O1: a node that was killed counts for a minute of the database's clock")
  void aKilledNode() throws Exception {
    Node killed = nodes.started(name);
    Node other = nodes.started(name + "-b");
    nodes.seen(name, "50 seconds");
    other.beat();
    assertEquals("listed", nodes.state(name));
    nodes.seen(name, "61 seconds");
    other.beat();
    assertEquals("suspended", nodes.state(name));
    nodes.seen(name, "2 days");
    other.beat();
    assertEquals("0", nodes.nodesWith(name), "forgotten");
    killed.beat();
    assertEquals("listed", nodes.state(name), "it was only slow");
  }

  @Test
  @DisplayName("O1: a node that takes long neither holds up the heartbeats of others nor ends them")
  void aSlowNode() throws Exception {
    Node other = nodes.started(name);
    try (Connection slow = RunningServer.get().access().connectAsMigrator()) {
      slow.setAutoCommit(false);
      NodesUnderTest.takeTurn(slow);
      nodes.seen(name, "61 seconds");
      assertTimeoutPreemptively(Duration.ofSeconds(20), other::beatWithoutTurn);
      nodes.new Node(name + "-b", Map.of()).start(slow);
      slow.commit();
    }
    assertEquals("listed", nodes.state(name));
    other.beat();
    assertEquals("listed", nodes.state(name + "-b"));
  }

  @Test
  @DisplayName("O1: the longest grace period of all running nodes counts")
  void graceOfSeveralNodes() throws Exception {
    nodes.started(name).stop();
    Node hasty = nodes.started(name + "-b", Map.of("provisioning.removed-tenant-grace", "PT0S"));
    assertEquals("false", nodes.value("provisioning.is_retention_in_force(suspended_at)", name));
    nodes.update(
        "update provisioning.tenant set suspended_at = now() - interval '31 days' where subdomain ="
            + " ?",
        name);
    assertEquals("true", nodes.value("provisioning.is_retention_in_force(suspended_at)", name));
    Node patient = nodes.started(name + "-c", Map.of("provisioning.removed-tenant-grace", "P32D"));
    assertEquals("false", nodes.value("provisioning.is_retention_in_force(suspended_at)", name));
    patient.stop();
    assertEquals("true", nodes.value("provisioning.is_retention_in_force(suspended_at)", name));
    hasty.stop();
  }

  @Test
  @DisplayName(
      "O1: a start that brings a shorter retention deletes nothing before the grace period ends,"
          + " and each start until then says so; a longer one is in force at once")
  void aShorterRetention() throws Exception {
    String erase = "tenant." + name + ".erase-deleted-after";
    String keep = "provisioning.activity-retention";
    nodes.started(name, Map.of(erase, "P1D", keep, "P400D")).stop();
    assertEquals("24:00:00", nodes.retention("erase_deleted_after", name), "a new tenant");
    nodes.started(name, Map.of(erase, "P40D", keep, "P400D")).stop();
    assertEquals("960:00:00", nodes.retention("erase_deleted_after", name), "longer");
    nodes.deletedUser(name, "30 days");

    String line =
        "The tenant \""
            + name
            + "\" keeps its longer retention until provisioning.removed-tenant-grace is over:"
            + " erase-deleted-after is still P40D, and P4D from ";
    List<String> warnings =
        NodesUnderTest.warnings(
            () -> nodes.started(name, Map.of(erase, "P4D", keep, "P400D")).stop());
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).startsWith(line), warnings::toString);
    assertEquals("0", nodes.dueForErasure(name));
    Node another = nodes.new Node(name, Map.of(erase, "P4D", keep, "P300D"));
    warnings = NodesUnderTest.warnings(another::start);
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).startsWith(line), warnings::toString);
    assertTrue(
        warnings.get(0).contains("; provisioning.activity-retention is still P400D, and P300D"),
        warnings::toString);
    assertEquals("0", nodes.dueForErasure(name));

    nodes.update(
        "update provisioning.tenant set erase_shortened_at = erase_shortened_at - interval '31"
            + " days' where subdomain = ?",
        name);
    assertEquals("1", nodes.dueForErasure(name), "the grace period is over");
    assertEquals("9600:00:00", nodes.retention("activity_retention", name));
    another.stop();
    warnings =
        NodesUnderTest.warnings(() -> nodes.started(name, Map.of(erase, "P50D", keep, "P400D")));
    assertEquals(List.of(), warnings);
    assertEquals("0", nodes.dueForErasure(name));
  }
}
