package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.settings.TenantOptions;
import com.ransomleak.provisioning.store.EntityId;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
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
class TeamAliasSync {
  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Tenants tenants;
  @Inject private TeamNames names;

  public record Row(String key, UUID team, boolean alias) {}

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
    // JPQL has no empty list.
    keys.add("");
    return entities
        .createNamedQuery(TeamName.ALIASES_AND_NAMES, Row.class)
        .setParameter("tenant", tenant.value())
        .setParameter("names", keys)
        .getResultList()
        .stream()
        .collect(
            Collectors.toMap(
                Row::key, Function.identity(), (first, second) -> first, LinkedHashMap::new));
  }

  private int lead(TenantId tenant, Row row, UUID team) {
    Optional<TeamName> name =
        lock(tenant, row.key()).filter(found -> found.getTeamId().equals(row.team()));
    name.ifPresent(found -> found.lead(team));
    return name.isPresent() ? 1 : 0;
  }

  /** To the team whose name it was, or is, if there is one. */
  private int giveBack(TenantId tenant, String key) {
    Optional<TeamName> alias = lock(tenant, key).filter(TeamName::isAlias);
    alias.ifPresent(
        name ->
            owner(tenant, name)
                .ifPresentOrElse(team -> name.giveBack(team.getId()), () -> entities.remove(name)));
    return alias.isPresent() ? 1 : 0;
  }

  private Optional<Team> owner(TenantId tenant, TeamName alias) {
    return alias.getCoveredTeamId() == null
        ? entities
            .createNamedQuery(Team.BY_KEY, Team.class)
            .setParameter("tenant", tenant.value())
            .setParameter("key", alias.getKey())
            .getResultList()
            .stream()
            .findFirst()
        : Optional.ofNullable(
            entities.find(Team.class, new EntityId(tenant, alias.getCoveredTeamId())));
  }

  private Optional<TeamName> lock(TenantId tenant, String key) {
    return Optional.ofNullable(
        entities.find(
            TeamName.class, new TeamName.Key(tenant, key), LockModeType.PESSIMISTIC_WRITE));
  }
}
