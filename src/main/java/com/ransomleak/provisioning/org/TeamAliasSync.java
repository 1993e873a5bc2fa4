package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.settings.TeamAliases;
import com.ransomleak.provisioning.settings.TenantOptions;
import com.ransomleak.provisioning.store.EntityId;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ChosenSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Updates the rows of {@code team_name} from the setting {@code team-aliases}. A new alias takes
 * over the name, even from a team that has or had it as its name. A removed alias gives the name
 * back, or leaves it to the next department of that name. A row that another node has changed
 * stays.
 */
@ApplicationScoped
class TeamAliasSync {
  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private ChosenSettings chosen;
  @Inject private TeamNames names;

  public record StoredName(String key, UUID team, boolean alias) {}

  /** Updates the names in the transaction of the caller; returns the number of changed names. */
  int sync(TenantId tenant, Consequences consequences) {
    // The choices of this moment, since another node may have changed them a second ago.
    TenantOptions options = chosen.options(tenant);
    Map<String, String> configured = options.teamAliases();
    Map<String, StoredName> stored = rows(tenant, configured);
    int givenBack = 0;
    for (StoredName row : stored.values()) {
      if (row.alias() && !configured.containsKey(row.key())) {
        givenBack += giveBack(tenant, row.key());
      }
    }
    // Other aliases may lead to a team that has got its name back.
    Map<String, StoredName> rows = givenBack > 0 ? rows(tenant, configured) : stored;
    int changed = givenBack;
    for (StoredName row : rows.values()) {
      Optional<UUID> team = meant(tenant, options, row, rows, consequences);
      if (team.isPresent() && !team.get().equals(row.team())) {
        changed += lead(tenant, row, team.get());
      } else if (team.isEmpty() && row.alias()) {
        changed += giveBack(tenant, row.key());
      }
    }
    return changed;
  }

  /** The team that this name means by the configuration. */
  private Optional<UUID> meant(
      TenantId tenant,
      TenantOptions options,
      StoredName row,
      Map<String, StoredName> rows,
      Consequences consequences) {
    String name = TeamAliases.team(options.teamAliases(), row.key());
    if (name == null) {
      return Optional.empty();
    }
    String key = NameFold.key(name);
    if (rows.containsKey(key)) {
      return Optional.of(rows.get(key).team());
    }
    return options.createTeams()
        ? names.create(tenant, name, key, consequences).map(TeamNames.KnownTeam::team)
        : Optional.empty();
  }

  /** All stored aliases, and the rows of configured aliases and their teams. */
  private Map<String, StoredName> rows(TenantId tenant, Map<String, String> configured) {
    Set<String> keys = new LinkedHashSet<>(configured.keySet());
    configured.values().stream().map(NameFold::key).forEach(keys::add);
    // JPQL has no empty list.
    keys.add("");
    return entities
        .createNamedQuery(TeamName.ALIASES_AND_NAMES, StoredName.class)
        .setParameter("tenant", tenant.value())
        .setParameter("names", keys)
        .getResultList()
        .stream()
        .collect(
            Collectors.toMap(
                StoredName::key,
                Function.identity(),
                (first, second) -> first,
                LinkedHashMap::new));
  }

  private int lead(TenantId tenant, StoredName row, UUID team) {
    Optional<TeamName> name =
        lock(tenant, row.key()).filter(found -> found.getTeamId().equals(row.team()));
    name.ifPresent(found -> found.lead(team));
    return name.isPresent() ? 1 : 0;
  }

  /** Gives a name back to the team that has or had it, if there is one. */
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
