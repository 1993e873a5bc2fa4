package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.activity.Consequence;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.settings.TeamAliases;
import com.ransomleak.provisioning.settings.TenantOptions;
import com.ransomleak.provisioning.store.LockOrder;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * The names by which departments find their team, table {@code team_name}: the name of each team,
 * its previous names, and the aliases of the configuration that departments have used.
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
   * @param created whether the team, or the alias that leads to it, is new
   */
  record KnownTeam(UUID team, String name, boolean archived, boolean created) {
    private KnownTeam withCreated(boolean created) {
      return new KnownTeam(team, name, archived, this.created || created);
    }
  }

  /**
   * Finds the team of a department. Creates it if the name is new, and restores it if it is
   * archived. A known name costs one round trip.
   *
   * @param name with white space folded, not empty
   * @param consequences of the change are added here
   */
  Optional<KnownTeam> findOrCreate(TenantId tenant, String name, Consequences consequences) {
    String key = NameFold.key(name);
    Optional<KnownTeam> team =
        find(tenant, key).or(() -> createMeant(tenant, name, key, consequences));
    if (team.isEmpty()) {
      consequences.add(Consequence.DEPARTMENT_WITHOUT_TEAM, name);
    }
    team.filter(KnownTeam::archived).ifPresent(archived -> restore(tenant, archived, consequences));
    return team;
  }

  Optional<KnownTeam> find(TenantId tenant, String key) {
    return sql.of(
            tenant,
            """
            select t.id as team, t.name, t.archived_at is not null as archived, false as created
            from provisioning.team_name n
            join provisioning.team t on t.tenant_id = n.tenant_id and t.id = n.team_id
            where n.tenant_id = :tenant and n.name_key = :key
            """)
        .bind("key", key)
        .first(KnownTeam.class);
  }

  /** Creates the team that the name or its alias means. */
  private Optional<KnownTeam> createMeant(
      TenantId tenant, String name, String key, Consequences consequences) {
    TenantOptions options = tenants.options(tenant);
    String meant = TeamAliases.team(options.teamAliases(), key);
    if (meant == null) {
      return options.createTeams() ? create(tenant, name, key, consequences) : Optional.empty();
    }
    String meantKey = NameFold.key(meant);
    Optional<KnownTeam> team =
        find(tenant, meantKey)
            .or(
                () ->
                    options.createTeams()
                        ? create(tenant, meant, meantKey, consequences)
                        : Optional.empty());
    team.ifPresent(known -> requireName(tenant, key));
    return team.map(known -> known.withCreated(insertAlias(tenant, key, known.team())));
  }

  /** Stores an alias, so that one query finds the team. */
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

  /** Creates a team, unless another transaction did; returns the team of that name. */
  Optional<KnownTeam> create(TenantId tenant, String name, String key, Consequences consequences) {
    requireName(tenant, key);
    boolean created = insert(tenant, ResourceId.next(), name, key, false);
    if (created) {
      consequences.add(Consequence.TEAM_CREATED, name);
    }
    return find(tenant, key).map(team -> team.withCreated(created));
  }

  /**
   * Locks a name that gets a team.
   *
   * @throws com.ransomleak.provisioning.store.OutOfOrderException when another transaction is using
   *     it
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
   * Restores a team without waiting for its lock: another transaction that holds it also restores
   * the team, or the timer does.
   */
  private void restore(TenantId tenant, KnownTeam team, Consequences consequences) {
    sql.of(
            tenant,
            """
            update provisioning.team set archived_at = null, empty_since = null
            where tenant_id = :tenant and id = (
              select id from provisioning.team where tenant_id = :tenant and id = :team for no key update skip locked)
            """)
        .bind("team", team.team())
        .update();
    consequences.add(Consequence.TEAM_RESTORED, team.name());
  }
}
