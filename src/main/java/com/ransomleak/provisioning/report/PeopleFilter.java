package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;

/**
 * Which people a list is about; what is not asked is null. All that is asked must be true:
 *
 * <pre>{@code ?state=active&team=01a2…&without=manager}</pre>
 *
 * @param active null for both states
 * @param manager whose direct reports
 */
public record PeopleFilter(Boolean active, UUID team, UUID role, UUID manager, Without without) {
  public static PeopleFilter directReportsOf(UUID manager) {
    return new PeopleFilter(null, null, null, manager, null);
  }

  /** What people can be without. */
  public enum Without {
    TEAM("team", "u.team_id is null"),
    /** Neither a line nor a reference that could become one. */
    MANAGER(
        "manager",
        "u.manager_id is null and u.keys #>>"
            + " '{urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager,value}' is"
            + " null"),
    EXTERNAL_ID("externalId", "u.external_id is null");

    private final String parameter;
    private final String condition;

    Without(String parameter, String condition) {
      this.parameter = parameter;
      this.condition = condition;
    }

    /** As it stands in an address. */
    public String parameter() {
      return parameter;
    }
  }

  /**
   * From the parameters of an address, each of which may be null or empty.
   *
   * @throws Problem 400 for a word that means nothing, 404 for an id that can be nobody's
   */
  public static PeopleFilter of(
      String state, String team, String role, String manager, String without) {
    return new PeopleFilter(
        active(state), id(team, "team"), id(role, "role"), id(manager, "person"), without(without));
  }

  private static Boolean active(String state) {
    return switch (state == null ? "" : state.strip().toLowerCase(Locale.ROOT)) {
      case "", "all" -> null;
      case "active" -> true;
      case "inactive" -> false;
      default -> throw Problem.badParameter("state", "active, inactive or all");
    };
  }

  private static UUID id(String text, String what) {
    return text == null || text.isBlank()
        ? null
        : ResourceId.of(text.strip()).orElseThrow(() -> Problem.unknown(what));
  }

  private static Without without(String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    for (Without without : Without.values()) {
      if (without.parameter.equalsIgnoreCase(text.strip())) {
        return without;
      }
    }
    throw Problem.badParameter("without", "team, manager or externalId");
  }

  /** A condition over {@code scim_user u}, with its parameters. */
  record Condition(String sql, List<Object> parameters) {}

  /**
   * Begins with the tenant, so that it stands right behind {@code where}.
   *
   * @param search a part of a userName, a name or an e-mail address, or a whole id, externalId or
   *     employeeNumber
   */
  Condition condition(TenantId tenant, String search) {
    StringBuilder sql = new StringBuilder("u.tenant_id = ?");
    List<Object> parameters = new ArrayList<>(List.of(tenant.value()));
    Function<Object, StringBuilder> parameter =
        value -> {
          parameters.add(value);
          return sql;
        };
    if (active != null) {
      parameter.apply(active).append(" and u.active = ?");
    }
    if (team != null) {
      parameter.apply(team).append(" and u.team_id = ?");
    }
    if (role != null) {
      parameters.add(tenant.value());
      parameter
          .apply(role)
          .append(
              " and u.id in (select user_id from provisioning.role_member where tenant_id = ? and"
                  + " role_id = ?)");
    }
    if (manager != null) {
      parameters.add(manager);
      // Nobody is below themselves.
      parameter.apply(manager).append(" and u.manager_id = ? and u.id <> ?");
    }
    if (without != null) {
      sql.append(" and ").append(without.condition);
    }
    if (!search.isEmpty()) {
      String key = CaseFold.key(search);
      sql.append(SEARCH);
      parameters.addAll(List.of(key, key, tenant.value(), key, search, search, key));
    }
    return new Condition(sql.toString(), parameters);
  }

  /** One look at all addresses, not one for each person. */
  private static final String SEARCH =
      " and (strpos(u.user_name_key, ?) > 0 or strpos("
          + PersonSql.NAME_KEY
          + ", ?) > 0 or u.id in (select user_id from provisioning.user_email where tenant_id = ?"
          + " and strpos(value_key, ?) > 0) or u.id = provisioning.as_id(?) or u.external_id = ? or"
          + " u.employee_number = ?)";
}
