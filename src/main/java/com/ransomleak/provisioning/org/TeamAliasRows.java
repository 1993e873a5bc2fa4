package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import com.ransomleak.provisioning.tenant.TenantOptions;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rows of {@code team_name} that stem from the configuration. An alias that came takes the name
 * over, even from a team that has it as its own or had it formerly; one that went gives it back, or
 * leaves it to the next department of that name. Each changes the row that was read, and nothing
 * when another node was faster.
 */
@ApplicationScoped
class TeamAliasRows {
  @Inject private Database database;
  @Inject private Tenants tenants;
  @Inject private TeamNames names;

  private record Row(String key, UUID team, boolean alias) {}

  /** In the caller's transaction; how many names lead elsewhere now. */
  int follow(TenantId tenant, List<String> told) {
    TenantOptions options = tenants.options(tenant);
    Map<String, String> wanted = options.teamAliases();
    int changed = 0;
    Map<String, Row> rows = rows(tenant, wanted);
    for (Row row : rows.values()) {
      Optional<UUID> team = meant(tenant, row, rows, told);
      if (team.isPresent() && !team.get().equals(row.team())) {
        changed += lead(tenant, row, team.get());
      } else if (team.isEmpty() && row.alias()) {
        changed += giveBack(tenant, row.key());
      }
    }
    return changed;
  }

  /** The team that the configuration makes this name lead to, if it does. */
  private Optional<UUID> meant(TenantId tenant, Row row, Map<String, Row> rows, List<String> told) {
    TenantOptions options = tenants.options(tenant);
    String name = options.teamAliases().get(row.key());
    if (name == null) {
      return Optional.empty();
    }
    String key = NameFold.key(name);
    if (rows.containsKey(key)) {
      return Optional.of(rows.get(key).team());
    }
    return options.createTeams()
        ? names.create(tenant, name, key, told).map(TeamNames.Known::team)
        : Optional.empty();
  }

  /** All aliases that are stored, and whatever row an alias or its team has. */
  private Map<String, Row> rows(TenantId tenant, Map<String, String> wanted) {
    Set<String> keys = new LinkedHashSet<>(wanted.keySet());
    wanted.values().stream().map(NameFold::key).forEach(keys::add);
    return database
        .query(
            "select name_key, team_id, alias from provisioning.team_name where tenant_id = ? and"
                + " (alias or name_key = any (?)) order by name_key",
            row -> new Row(row.getString(1), row.getObject(2, UUID.class), row.getBoolean(3)),
            tenant.value(),
            keys.toArray(String[]::new))
        .stream()
        .collect(
            Collectors.toMap(
                Row::key, Function.identity(), (first, second) -> first, LinkedHashMap::new));
  }

  private int lead(TenantId tenant, Row row, UUID team) {
    return database.update(
        """
        update provisioning.team_name set team_id = ?, alias = true,
          covered_team_id = case when alias then covered_team_id else team_id end
        where tenant_id = ? and name_key = ? and team_id = ?
        """,
        team,
        tenant.value(),
        row.key(),
        row.team());
  }

  /** To the team whose name it was, or is, if there is one. */
  private int giveBack(TenantId tenant, String key) {
    int given =
        database.update(
            """
            update provisioning.team_name n set team_id = t.id, alias = false, covered_team_id = null
            from provisioning.team t
            where n.tenant_id = ? and n.name_key = ? and n.alias and t.tenant_id = n.tenant_id
              and case when n.covered_team_id is null then t.name_key = n.name_key else t.id = n.covered_team_id end
            """,
            tenant.value(),
            key);
    return given > 0
        ? given
        : database.update(
            "delete from provisioning.team_name where tenant_id = ? and name_key = ? and alias",
            tenant.value(),
            key);
  }
}
