package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Keyset.SortKey;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Who reports to somebody: directly, page by page; or on all levels, whole and one by one, since a
 * subtree can be the tenant.
 *
 * <p>Going down ends without remembering the way: each person has one manager, so whoever is met
 * twice on the way down from somebody is that somebody, who is left out. Each level is looked up by
 * the index of reporting lines, person by person ({@code offset 0} holds the planner to that): a
 * chain of a thousand would otherwise read the tenant a thousand times.
 */
@ApplicationScoped
public class ReportingLines {
  private static final List<SortKey> SORTS =
      List.of(
          new SortKey("name", PersonSql.NAME_KEY, "text"),
          new SortKey("userName", "u.user_name_key", "text"));
  private static final String PERSON =
      "select u.id, u.document ->> 'userName', "
          + PersonSql.NAME
          + ", u.document ->> 'title', t.name, u.active, u.manager_id, ";

  @Inject private Database database;

  /**
   * Somebody below a manager.
   *
   * @param team the team's name, or null
   * @param level 1 for direct reports
   * @param manager whom they report to
   */
  public record Report(
      UUID id,
      String userName,
      String displayName,
      String title,
      String team,
      boolean active,
      int level,
      UUID manager) {}

  private record Found(Report report, String position) {}

  /** Whether there is such a person. */
  @Transactional
  public boolean exists(TenantId tenant, UUID id) {
    database.enter(tenant.value());
    return !database
        .query(
            "select from provisioning.scim_user where tenant_id = ? and id = ?",
            row -> true,
            tenant.value(),
            id)
        .isEmpty();
  }

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws Problem 400
   */
  static void requireOrder(ListRequest request) {
    Keyset.of(request, SORTS, "u.id");
  }

  /** One page of those who report to the manager, by name. */
  @Transactional
  public Listing<Report> direct(TenantId tenant, UUID manager, ListRequest request) {
    database.enter(tenant.value());
    Keyset keyset = Keyset.of(request, SORTS, "u.id");
    List<Found> rows =
        database.query(
            direct(keyset, request),
            row -> new Found(report(row, 1), row.getString(8)),
            keyset.parameters(parameters(tenant, manager, request)));
    return Listing.of(
            rows, request.limit(), row -> keyset.cursor(row.position(), row.report().id()))
        .map(Found::report);
  }

  /** All who report to the manager, one by one. */
  @Transactional
  public void eachDirect(
      TenantId tenant, UUID manager, ListRequest request, Consumer<Report> consumer) {
    database.enter(tenant.value());
    ListRequest whole = request.whole();
    Keyset keyset = Keyset.of(whole, SORTS, "u.id");
    database.each(
        direct(keyset, whole),
        row -> report(row, 1),
        consumer,
        keyset.parameters(parameters(tenant, manager, whole)));
  }

  /** All who stand below the manager, level by level, by name within each. */
  @Transactional
  public void eachBelow(TenantId tenant, UUID manager, Consumer<Report> consumer) {
    database.enter(tenant.value());
    database.each(
        """
        with recursive below (id, level) as (
          select id, 1 from provisioning.scim_user where tenant_id = ? and manager_id = ? and id <> ?
          union all
          select r.id, b.level + 1 from below b
          cross join lateral (
            select id from provisioning.scim_user where tenant_id = ? and manager_id = b.id and id <> ? offset 0) r)
        """
            + PERSON
            + "b.level from below b join provisioning.scim_user u on u.tenant_id = ? and u.id ="
            + " b.id"
            + PersonSql.JOIN_TEAM
            + " order by b.level, "
            + PersonSql.NAME_KEY
            + ", u.id",
        row -> report(row, row.getInt(8)),
        consumer,
        tenant.value(),
        manager,
        manager,
        tenant.value(),
        manager,
        tenant.value());
  }

  private static String direct(Keyset keyset, ListRequest request) {
    return PERSON
        + keyset.position()
        + " from provisioning.scim_user u"
        + PersonSql.JOIN_TEAM
        + " where u.tenant_id = ? and u.manager_id = ? and u.id <> ?"
        + (request.search().isEmpty() ? "" : PersonSql.MATCHES)
        + keyset.condition()
        + keyset.order();
  }

  private static Object[] parameters(TenantId tenant, UUID manager, ListRequest request) {
    String search = CaseFold.key(request.search());
    return search.isEmpty()
        ? new Object[] {tenant.value(), manager, manager}
        : new Object[] {tenant.value(), manager, manager, search, search};
  }

  private static Report report(ResultSet row, int level) throws SQLException {
    return new Report(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getBoolean(6),
        level,
        row.getObject(7, UUID.class));
  }
}
