package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.settings.TeamAliases;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What an alias of a team would do. An alias that is the name of another team merges that team: all
 * its names become aliases too. The setting {@code team-aliases} stores the result, and the timer
 * of {@link TeamMaintenance} moves the users.
 */
@ApplicationScoped
public class TeamMerging {
  private static final String NAMES =
      """
      select n.name_key as name, t.name as team, t.name_key = :key as merged from provisioning.team_name n
      join provisioning.team t on t.tenant_id = n.tenant_id and t.id = n.team_id
      where n.tenant_id = :tenant and n.team_id = (
        select team_id from provisioning.team_name where tenant_id = :tenant and name_key = :key)
      order by n.name_key
      """;

  private static final String SPELLINGS =
      """
      select k as name,
        coalesce(t.name, u.document::jsonb #>> '{%s,department}', k) as spelling,
        exists (select from provisioning.team own where own.tenant_id = :tenant and own.name_key = any (:keys)
          and own.id = case when n.alias then n.covered_team_id else n.team_id end) as merged
      from unnest(:keys) k
      left join provisioning.team t on t.tenant_id = :tenant and t.name_key = k
      left join provisioning.team_name n on n.tenant_id = :tenant and n.name_key = k
      left join lateral (select m.document from provisioning.scim_user m
        where t.name is null and m.tenant_id = :tenant and m.team_id = n.team_id and m.department_key = k limit 1) u on true
      """
          .formatted(Schemas.ENTERPRISE_USER);

  /**
   * The alias with the others that are names of the same team, with its own: a merge added them
   * together. Their rows change some minutes later.
   */
  private static final String COVERED =
      """
      select n.name_key as name, t.name as team from provisioning.team_name a
      join provisioning.team t on t.tenant_id = a.tenant_id and t.id = case when a.alias then a.covered_team_id else a.team_id end
      join provisioning.team_name n on n.tenant_id = a.tenant_id and t.id = case when n.alias then n.covered_team_id else n.team_id end
      where a.tenant_id = :tenant and a.name_key = :key and n.name_key = any (:known)
      and t.name_key = any (:known) order by n.name_key
      """;

  @Inject private Sql sql;

  /** A name that gets its team back. */
  private record Covered(String name, String team) {}

  /**
   * The effect of a removal.
   *
   * @param alias folded
   * @param merged the alias and the others of its merge, folded
   * @param team the team that the names mean then, or null when no team had them
   * @param departments of the users who move when only this alias is removed, folded
   * @param allDepartments of the users who move when all of the merge are removed, folded
   * @param people the number of users with one of the departments
   * @param allPeople the number of users with one of all departments
   */
  public record Removal(
      String alias,
      List<String> merged,
      String team,
      List<String> departments,
      List<String> allDepartments,
      long people,
      long allPeople) {}

  private record Name(String name, String team, boolean merged) {}

  /**
   * How a folded name is written.
   *
   * @param merged whether it gets a team of its own back when it is no longer an alias
   */
  public record Spelling(String name, String spelling, boolean merged) {}

  /**
   * The effect of an alias.
   *
   * @param names the departments that become aliases, folded
   * @param spellings these departments, and those that are aliases of them, as they are written
   * @param team the team that they mean then
   * @param merged the name of the team that becomes empty, or null
   * @param teamId null when the team does not exist yet
   * @param people the number of users with one of these departments, or with one that is an alias
   *     of them
   */
  public record AliasPreview(
      List<String> names,
      List<String> spellings,
      String team,
      String merged,
      UUID teamId,
      long people) {
    /** Whether the team exists. */
    public boolean known() {
      return teamId != null;
    }

    /**
     * The aliases with these. Aliases of a merged team stay, and mean the new team by its name, so
     * that the team has them again when the merge is undone.
     */
    public Map<String, String> addedTo(Map<String, String> aliases) {
      Map<String, String> all = new LinkedHashMap<>(aliases);
      names.stream()
          .filter(name -> !names.contains(NameFold.key(aliases.getOrDefault(name, ""))))
          .forEach(name -> all.put(name, team));
      return all;
    }
  }

  /**
   * Finds out what an alias would do.
   *
   * @param aliases those in force
   * @throws ScimException 400 when a name is empty or contains a semicolon or an equals sign, or
   *     when both are names of one team
   */
  @Transactional
  public AliasPreview effect(
      TenantId tenant, String alias, String team, Map<String, String> aliases) {
    String key = NameFold.key(required("alias", alias));
    String target = NameFold.spaces(required("team", team));
    List<Name> names = sql.of(tenant, NAMES).bind("key", key).list(Name.class);
    boolean isTeam = names.stream().anyMatch(Name::merged);
    List<String> moved = isTeam ? names.stream().map(Name::name).toList() : List.of(key);
    if (moved.contains(NameFold.key(target))) {
      throw ScimException.invalidValue(
          "\"" + alias.strip() + "\" and \"" + target + "\" are names of the same team.");
    }
    moved.forEach(name -> required("a name of the team", name));
    List<String> departments = TeamAliases.leadingOver(aliases, moved);
    Map<String, Spelling> spellings = spellings(tenant, departments);
    return new AliasPreview(
        moved,
        departments.stream()
            .map(name -> spellings.get(name).spelling())
            // A department that nobody has is written as the administrator entered it.
            .map(found -> found.equals(key) ? alias.strip() : found)
            .toList(),
        target,
        isTeam ? names.get(0).team() : null,
        team(tenant, NameFold.key(target)),
        people(tenant, departments));
  }

  /**
   * How names are written: as the name of a team, else as the department of a user in the team,
   * else folded.
   *
   * @param names folded
   */
  @Transactional
  public Map<String, Spelling> spellings(TenantId tenant, Collection<String> names) {
    Map<String, Spelling> spellings = new HashMap<>();
    sql.of(tenant, SPELLINGS)
        .bind("keys", names.toArray(String[]::new))
        .list(Spelling.class)
        .forEach(found -> spellings.put(found.name(), found));
    return spellings;
  }

  /** An alias is written as {@code alias=team;alias=team}. */
  private static String required(String field, String name) {
    if (NameFold.key(name).isEmpty() || name.contains(";") || name.contains("=")) {
      throw ScimException.invalidValue(
          field + ": expected the name of a department or team, without ; and =.");
    }
    return name;
  }

  private UUID team(TenantId tenant, String key) {
    return sql.of(
            tenant,
            "select team_id from provisioning.team_name where tenant_id = :tenant and name_key ="
                + " :key")
        .bind("key", key)
        .first(UUID.class)
        .orElse(null);
  }

  /**
   * What the removal of an alias would do.
   *
   * @param alias folded
   * @param aliases all aliases, because the timer may not have read the newest yet
   */
  @Transactional
  public Removal removal(TenantId tenant, String alias, Map<String, String> aliases) {
    String[] known =
        aliases.keySet().stream()
            .filter(other -> aliases.get(other).equals(aliases.get(alias)))
            .toArray(String[]::new);
    List<Covered> covered =
        sql.of(tenant, COVERED).bind("key", alias).bind("known", known).list(Covered.class);
    List<String> names =
        covered.isEmpty() ? List.of(alias) : covered.stream().map(Covered::name).toList();
    List<String> departments = TeamAliases.leadingOver(aliases, List.of(alias));
    List<String> allDepartments = TeamAliases.leadingOver(aliases, names);
    return new Removal(
        alias,
        names,
        covered.isEmpty() ? null : covered.get(0).team(),
        departments,
        allDepartments,
        people(tenant, departments),
        people(tenant, allDepartments));
  }

  private long people(TenantId tenant, List<String> departments) {
    return sql.of(
            tenant,
            "select count(*) from provisioning.scim_user where tenant_id = :tenant and"
                + " department_key = any (:keys)")
        .bind("keys", departments.toArray(String[]::new))
        .one(Long.class);
  }
}
