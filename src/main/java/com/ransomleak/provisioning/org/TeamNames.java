package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.settings.TenantOptions;
import com.ransomleak.provisioning.store.LockOrder;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * The names by which departments find their team, table {@code team_name}: each team's own, its
 * former ones, and the aliases of the tenant's configuration as far as somebody used them.
 *
 * <pre>{@code
 * department         name_key               alias   team
 * Research & …       research & development         Research & Development
 * R&D                r&d                    yes     Research & Development
 * Laboratory         laboratory                     Research & Development, which was called so
 * }</pre>
 */
@ApplicationScoped
class TeamNames {
  @Inject private Jdbi jdbi;
  @Inject private Sql sql;
  @Inject private Tenants tenants;

  /**
   * A team that a name leads to.
   *
   * @param made whether it, or the alias that leads to it, was made just now
   */
  record Known(UUID team, String name, boolean archived, boolean made) {
    private Known madeIf(boolean made) {
      return new Known(team, name, archived, this.made || made);
    }
  }

  /**
   * The team of a department, made when nobody named it before, in use again when it was archived;
   * empty where the tenant does not let departments make teams. One round trip for a known name.
   *
   * @param name with white space folded, not empty
   * @param told what followed is added here
   */
  Optional<Known> lookUpOrMake(TenantId tenant, String name, List<String> told) {
    String key = NameFold.key(name);
    Optional<Known> team = find(tenant, key).or(() -> make(tenant, name, key, told));
    if (team.isEmpty()) {
      told.add(
          "Department \""
              + name
              + "\" has no team: this tenant makes none by itself. An administrator can make it"
              + " under Teams.");
    }
    team.filter(Known::archived).ifPresent(archived -> revive(tenant, archived, told));
    return team;
  }

  Optional<Known> find(TenantId tenant, String key) {
    return sql.of(
            tenant,
            """
            select t.id as team, t.name, t.archived_at is not null as archived, false as made
            from provisioning.team_name n
            join provisioning.team t on t.tenant_id = n.tenant_id and t.id = n.team_id
            where n.tenant_id = :tenant and n.name_key = :key
            """)
        .bind("key", key)
        .first(Known.class);
  }

  /** By its alias or by itself. */
  private Optional<Known> make(TenantId tenant, String name, String key, List<String> told) {
    TenantOptions options = tenants.options(tenant);
    String meant = options.teamAliases().get(key);
    if (meant == null) {
      return options.createTeams() ? create(tenant, name, key, told) : Optional.empty();
    }
    String meantKey = NameFold.key(meant);
    Optional<Known> team =
        find(tenant, meantKey)
            .or(
                () ->
                    options.createTeams()
                        ? create(tenant, meant, meantKey, told)
                        : Optional.empty());
    team.ifPresent(known -> requireName(tenant, key));
    return team.map(known -> known.madeIf(insertAlias(tenant, key, known.team())));
  }

  /** Departments of that name find the team with one query from now on. */
  private boolean insertAlias(TenantId tenant, String key, UUID team) {
    return sql.of(
                tenant,
                """
                insert into provisioning.team_name (tenant_id, name_key, team_id, alias)
                values (:tenant, :key, :team, true) on conflict do nothing
                """)
            .bind("key", key)
            .bind("team", team)
            .update()
        == 1;
  }

  /** Makes a team by this name, unless somebody else just did; the team of that name. */
  Optional<Known> create(TenantId tenant, String name, String key, List<String> told) {
    requireName(tenant, key);
    boolean made = insert(tenant, ResourceId.next(), name, key, false);
    if (made) {
      told.add("Team \"" + name + "\" created.");
    }
    return find(tenant, key).map(team -> team.madeIf(made));
  }

  /**
   * Locks a name that is about to lead to a team.
   *
   * @throws com.ransomleak.provisioning.store.OutOfOrderException when somebody else is making it
   *     do so just now
   */
  private void requireName(TenantId tenant, String key) {
    LockOrder.requireNames(jdbi, tenant, Set.of(lock(key)));
  }

  /** The lock of a name. */
  static int lock(String key) {
    return LockOrder.name("team", key);
  }

  /**
   * Inserts a team whose name is locked.
   *
   * @return false when there is one of that name
   */
  boolean insert(TenantId tenant, UUID id, String name, String key, boolean byHand) {
    return sql.of(
                tenant,
                """
                with made as (
                  insert into provisioning.team (tenant_id, id, name, name_key, made_by_hand)
                  values (:tenant, :id, :name, :key, :by_hand)
                  on conflict do nothing returning tenant_id, name_key, id)
                insert into provisioning.team_name (tenant_id, name_key, team_id) select tenant_id, name_key, id from made
                """)
            .bind("id", id)
            .bind("name", name)
            .bind("key", key)
            .bind("by_hand", byHand)
            .update()
        == 1;
  }

  /**
   * Waits for nobody: another transaction that holds the team restores it too, or the timer does.
   */
  private void revive(TenantId tenant, Known team, List<String> told) {
    sql.of(
            tenant,
            """
            update provisioning.team set archived_at = null, empty_since = null
            where tenant_id = :tenant and id = (
              select id from provisioning.team where tenant_id = :tenant and id = :team for no key update skip locked)
            """)
        .bind("team", team.team())
        .update();
    told.add("Team \"" + team.name() + "\" is in use again.");
  }
}
