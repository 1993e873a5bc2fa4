package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.org.Hierarchies;
import com.ransomleak.provisioning.org.Hierarchy;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private static final int MAX_LEVEL = 999_999;

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
   * The user whose id the request has and the managers below, each with the level of their direct
   * reports; those of one level, if the request asks for it.
   *
   * @throws ReportException 400 for a level that is no number
   */
  Map<UUID, Integer> levels() {
    Map<UUID, Integer> levels =
        requested().map(id -> hierarchy().managersFrom(id, enough)).orElseGet(HashMap::new);
    String requestedLevel = request.filter(DirectReport.LEVEL);
    if (!requestedLevel.isBlank()) {
      levels.values().retainAll(Set.of(level(requestedLevel)));
    }
    return levels;
  }

  static int level(String value) {
    return ReportRequest.number(DirectReport.LEVEL, value, 1, MAX_LEVEL);
  }

  /** {@code {"01…":1,"02…":2}}, if the order needs it. */
  String levelsAsJson() {
    boolean needed = request.sort().isEmpty() || request.sort().endsWith(DirectReport.LEVEL);
    return json(needed ? levels() : Map.of());
  }

  private Optional<UUID> requested() {
    return ResourceId.of(request.filter("id").strip());
  }

  /** How many people each manager has below, as JSON, if the order needs it. */
  String totals() {
    boolean needed = request.sort().endsWith(Manager.TOTAL_REPORTS);
    return json(needed ? hierarchy().totals() : Map.of());
  }

  private static String json(Map<UUID, ? extends Number> numbers) {
    JsonObjectBuilder object = ScimJson.object();
    numbers.forEach((id, number) -> object.add(id.toString(), ScimJson.number(number.longValue())));
    return ScimJson.write(object.build());
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
    return hierarchy().loops().stream().filter(loop -> loop.size() >= min && loop.size() <= max);
  }
}
