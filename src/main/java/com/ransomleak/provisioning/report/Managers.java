package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.org.Hierarchies;
import com.ransomleak.provisioning.org.Hierarchy;
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
 * Everybody to whom somebody else reports, with how many people stand below them and how deep it
 * goes. What is below is counted for the whole tenant at once ({@link Hierarchy}): a page of
 * managers near the top costs what counting all of them costs, and a walk down from each would cost
 * more.
 */
@ApplicationScoped
public class Managers {
  private static final String DIRECT =
      "(m.reports - case when u.manager_id = u.id then 1 else 0 end)";
  private static final List<SortKey> SORTS =
      List.of(
          new SortKey("directReports", DIRECT, "bigint"),
          new SortKey("name", PersonSql.NAME_KEY, "text"),
          new SortKey("userName", "u.user_name_key", "text"));
  private static final String MOST_REPORTS_FIRST = "-directReports";

  @Inject private Database database;
  @Inject private Hierarchies hierarchies;

  /**
   * Somebody with reports.
   *
   * @param team the name of their own team, or null
   * @param directReports how many report to them, the span
   * @param totalReports how many stand below them on all levels
   * @param depth how many levels those are
   */
  public record Manager(
      UUID id,
      String userName,
      String displayName,
      String team,
      boolean active,
      long directReports,
      long totalReports,
      int depth) {}

  private record Found(Manager manager, String position) {}

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws Problem 400
   */
  static void requireOrder(ListRequest request) {
    Keyset.of(request.orElseSortedBy(MOST_REPORTS_FIRST), SORTS, "u.id");
  }

  /** One page; those with most direct reports first, unless another order is asked for. */
  @Transactional
  public Listing<Manager> page(TenantId tenant, ListRequest request) {
    ListRequest ordered = request.orElseSortedBy(MOST_REPORTS_FIRST);
    Keyset keyset = Keyset.of(ordered, SORTS, "u.id");
    Hierarchy hierarchy = hierarchies.read(tenant);
    List<Found> rows =
        database.query(
            statement(keyset, ordered),
            row -> found(row, hierarchy),
            keyset.parameters(parameters(tenant, ordered)));
    return Listing.of(
            rows, ordered.limit(), row -> keyset.cursor(row.position(), row.manager().id()))
        .map(Found::manager);
  }

  /** All of them in that order, one by one. */
  @Transactional
  public void each(TenantId tenant, ListRequest request, Consumer<Manager> consumer) {
    ListRequest ordered = request.whole().orElseSortedBy(MOST_REPORTS_FIRST);
    Keyset keyset = Keyset.of(ordered, SORTS, "u.id");
    Hierarchy hierarchy = hierarchies.read(tenant);
    database.each(
        statement(keyset, ordered),
        row -> found(row, hierarchy).manager(),
        consumer,
        keyset.parameters(parameters(tenant, ordered)));
  }

  private static String statement(Keyset keyset, ListRequest request) {
    return "select u.id, u.document ->> 'userName', "
        + PersonSql.NAME
        + ", t.name, u.active, "
        + DIRECT
        + ", "
        + keyset.position()
        + " from (select manager_id, count(*) as reports from provisioning.scim_user where"
        + " tenant_id = ? and manager_id is not null group by manager_id) m join"
        + " provisioning.scim_user u on u.tenant_id = ? and u.id = m.manager_id"
        + PersonSql.JOIN_TEAM
        + " where "
        + DIRECT
        + " > 0"
        + (request.search().isEmpty() ? "" : PersonSql.MATCHES)
        + keyset.condition()
        + keyset.order();
  }

  private static Object[] parameters(TenantId tenant, ListRequest request) {
    String search = CaseFold.key(request.search());
    return search.isEmpty()
        ? new Object[] {tenant.value(), tenant.value()}
        : new Object[] {tenant.value(), tenant.value(), search, search};
  }

  private static Found found(ResultSet row, Hierarchy hierarchy) throws SQLException {
    UUID id = row.getObject(1, UUID.class);
    Hierarchy.Totals below = hierarchy.below(id);
    return new Found(
        new Manager(
            id,
            row.getString(2),
            row.getString(3),
            row.getString(4),
            row.getBoolean(5),
            row.getLong(6),
            below.reports(),
            below.depth()),
        row.getString(7));
  }
}
