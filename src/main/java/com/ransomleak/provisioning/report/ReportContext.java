package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.org.Hierarchies;
import com.ransomleak.provisioning.org.Hierarchy;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.json.JsonArrayBuilder;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** What a {@link Report} can ask about the tenant in addition to its own SQL. */
record ReportContext(TenantId tenant, Tenants tenants, Hierarchies hierarchies) {

  private static final int MAX_LOOP_MEMBERS = 5;

  String[] managerKeys() {
    return tenants.options(tenant).managerKeys().toArray(String[]::new);
  }

  Hierarchy hierarchy() {
    return hierarchies.read(tenant);
  }

  /** The smallest id of each reporting loop. */
  UUID[] loopStarts() {
    return hierarchy().circles().stream().map(loop -> loop.get(0)).toArray(UUID[]::new);
  }

  /** The users who report to themselves. */
  UUID[] selfManagers() {
    return loops(1, 1).map(loop -> loop.get(0)).toArray(UUID[]::new);
  }

  /**
   * The loops of two and more users as JSON, each with the number of members and the ids of the
   * first, along the lines: {@code [{"people":9,"ids":["01…","02…"]}]}.
   */
  String loops() {
    JsonArrayBuilder loops = ScimJson.array();
    loops(2, Integer.MAX_VALUE)
        .forEach(
            loop -> {
              JsonArrayBuilder ids = ScimJson.array();
              loop.stream().limit(MAX_LOOP_MEMBERS).forEach(id -> ids.add(id.toString()));
              loops.add(
                  ScimJson.object().add("people", ScimJson.number(loop.size())).add("ids", ids));
            });
    return ScimJson.write(loops.build());
  }

  /** All members of reporting loops, and the users who report to themselves. */
  UUID[] loopMembers() {
    return loops(1, Integer.MAX_VALUE).flatMap(List::stream).toArray(UUID[]::new);
  }

  private Stream<List<UUID>> loops(int min, int max) {
    return hierarchy().circles().stream().filter(loop -> loop.size() >= min && loop.size() <= max);
  }
}
