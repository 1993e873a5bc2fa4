package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import java.util.Locale;
import java.util.UUID;

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
        """
        u.manager_id is null
          and u.keys #>> '{urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager,value}' is null\
        """),
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
   * @throws ReportException 400 for a word that means nothing, 404 for an id that can be nobody's
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
      default -> throw ReportException.badParameter("state", "active, inactive or all");
    };
  }

  private static UUID id(String text, String what) {
    return text == null || text.isBlank()
        ? null
        : ResourceId.of(text.strip()).orElseThrow(() -> ReportException.unknown(what));
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
    throw ReportException.badParameter("without", "team, manager or externalId");
  }

  /**
   * As conditions about {@code scim_user u}.
   *
   * @param request its search text is a part of a userName, a name or an email address, or a whole
   *     id, externalId or employeeNumber
   */
  ReportFilter conditions(TenantId tenant, ListRequest request) {
    ReportFilter filter = new ReportFilter(tenant);
    if (active != null) {
      filter.and("u.active = :active", "active", active);
    }
    if (team != null) {
      filter.and("u.team_id = :team", "team", team);
    }
    if (role != null) {
      filter.and(
          """
          u.id in (select user_id from provisioning.role_member where tenant_id = :tenant and role_id = :role)\
          """,
          "role",
          role);
    }
    if (manager != null) {
      // Nobody is below themselves.
      filter.and("u.manager_id = :manager and u.id <> :manager", "manager", manager);
    }
    if (without != null) {
      filter.and(without.condition);
    }
    if (!request.search().isEmpty()) {
      filter.search(request, SEARCH).bind("exact", request.search());
    }
    return filter;
  }

  /** Reads all addresses once, not for each person. */
  private static final String SEARCH =
      """
      (strpos(u.user_name_key, :search) > 0 or strpos(u.display_name_key, :search) > 0
        or u.id in (select user_id from provisioning.user_email where tenant_id = :tenant and strpos(value_key, :search) > 0)
        or u.id = provisioning.try_uuid(:exact) or u.external_id = :exact or u.employee_number = :search)\
      """;
}
