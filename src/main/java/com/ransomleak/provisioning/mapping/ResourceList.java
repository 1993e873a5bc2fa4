package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Page;
import com.ransomleak.provisioning.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Pages of one resource type by index in the order of the ids; every other page is an {@link
 * OrderedList}. Without a filter the total is read from counters and the page begins at an id found
 * in the key alone, so neither grows with the tenant; with a filter PostgreSQL finds and counts the
 * matches once.
 *
 * @param resourceType its name in {@code resource_total}
 * @param table the table
 * @param alias the table's name in compiled filters
 * @param view the representations
 * @param positionFunction tenant and offset to id
 */
public record ResourceList(
    String resourceType, String table, String alias, String view, String positionFunction) {
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  /**
   * One page; runs in the caller's transaction, whose first statement it makes. Three round trips,
   * a page further on four.
   *
   * @param representation the SQL expression over the view, one of ours, that gives a resource's
   *     JSON
   */
  public Page page(
      Database database,
      TenantId tenant,
      String baseUrl,
      ListQuery query,
      String representation,
      Optional<Sql> filter) {
    database.query("select provisioning.enter(?, ?)", row -> true, tenant.value(), baseUrl);
    return filter.isPresent()
        ? matching(database, tenant, query, representation, filter.get())
        : all(database, tenant, query, representation);
  }

  private Page all(Database database, TenantId tenant, ListQuery query, String representation) {
    long total =
        database
            .query(
                "select coalesce(sum(amount), 0) from provisioning.resource_total where tenant_id ="
                    + " ? and resource_type = ?",
                row -> row.getLong(1),
                tenant.value(),
                resourceType)
            .get(0);
    Optional<UUID> first =
        query.count() == 0 || query.startIndex() > total
            ? Optional.empty()
            : idAt(database, tenant, query.startIndex());
    List<String> resources =
        first.isEmpty()
            ? List.of()
            : database.query(
                "select "
                    + representation
                    + " from "
                    + view
                    + " where tenant_id = ? and id >= ? order by id limit ?",
                row -> row.getString(1),
                tenant.value(),
                first.get(),
                query.count());
    return Page.byIndex(total, query.startIndex(), resources);
  }

  private Optional<UUID> idAt(Database database, TenantId tenant, long startIndex) {
    if (startIndex == 1) {
      return Optional.of(BEFORE_ALL);
    }
    return Optional.ofNullable(
        database
            .query(
                "select " + positionFunction + "(?, ?)",
                row -> row.getObject(1, UUID.class),
                tenant.value(),
                startIndex - 1)
            .get(0));
  }

  private Page matching(
      Database database, TenantId tenant, ListQuery query, String representation, Sql filter) {
    List<Object> parameters = new ArrayList<>();
    parameters.add(tenant.value());
    parameters.addAll(filter.parameters());
    parameters.add(tenant.value());
    parameters.add(query.startIndex() - 1);
    parameters.add(query.count());
    // The tenant stands outside the client's filter, in parentheses (F-26). The total comes along
    // even with an empty page.
    List<Counted> rows =
        database.query(
            """
            with matching as materialized (select %2$s.id from %1$s %2$s where %2$s.tenant_id = ? and (%3$s))
            select (select count(*) from matching), page.resource
            from (values (1)) one (row) left join lateral (
              select %4$s as resource, id from %5$s
              where tenant_id = ? and id in (select id from matching order by id offset ? limit ?) order by id) page on true
            order by page.id
            """
                .formatted(table, alias, filter.text(), representation, view),
            row -> new Counted(row.getLong(1), row.getString(2)),
            parameters.toArray());
    List<String> resources =
        rows.stream().map(Counted::resource).filter(resource -> resource != null).toList();
    return Page.byIndex(rows.get(0).total(), query.startIndex(), resources);
  }

  private record Counted(long total, String resource) {}
}
