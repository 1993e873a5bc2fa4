package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.org.Hierarchies;
import com.ransomleak.provisioning.org.Hierarchy;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a {@link Report} can ask about the tenant and the request in addition to its own SQL.
 *
 * @param enough the number of rows from which further levels below a manager need not be read
 */
record ReportContext(
    TenantId tenant, Tenants tenants, Hierarchies hierarchies, ReportRequest request, long enough) {

  private static final int MAX_LOOP_MEMBERS = 5;

  String[] managerKeys() {
    return tenants.options(tenant).managerKeys().toArray(String[]::new);
  }

  Hierarchy hierarchy() {
    return hierarchies.read(tenant);
  }

  /** The managers without a manager, and the smallest id of each reporting loop. */
  UUID[] tops() {
    return hierarchy().tops().toArray(UUID[]::new);
  }

  /** The number of users on all levels below the user whose id the request has. */
  long reportsBelow() {
    return requested().map(id -> hierarchy().below(id).reports()).orElse(0L);
  }

  /**
   * This user and the managers below with the level of their direct reports: {@code
   * {"01…":1,"02…":2}}.
   */
  String managersBelow() {
    JsonObjectBuilder levels = ScimJson.object();
    requested()
        .map(id -> hierarchy().managersFrom(id, enough))
        .ifPresent(
            all -> all.forEach((id, level) -> levels.add(id.toString(), ScimJson.number(level))));
    return ScimJson.write(levels.build());
  }

  private Optional<UUID> requested() {
    return ResourceId.of(request.filter("id").strip());
  }

  /** How many people each manager has below, as JSON, if the order needs it. */
  String totals() {
    JsonObjectBuilder totals = ScimJson.object();
    if (request.sort().endsWith(Manager.TOTAL_REPORTS)) {
      hierarchy()
          .totals()
          .forEach((id, people) -> totals.add(id.toString(), ScimJson.number(people)));
    }
    return ScimJson.write(totals.build());
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

  /** The first member of the loop of each member, as JSON. The finding about a loop has its id. */
  String loopHeads() {
    JsonObjectBuilder heads = ScimJson.object();
    loops(2, Integer.MAX_VALUE)
        .forEach(loop -> loop.forEach(id -> heads.add(id.toString(), loop.get(0).toString())));
    return ScimJson.write(heads.build());
  }

  private Stream<List<UUID>> loops(int min, int max) {
    return hierarchy().circles().stream().filter(loop -> loop.size() >= min && loop.size() <= max);
  }
}
