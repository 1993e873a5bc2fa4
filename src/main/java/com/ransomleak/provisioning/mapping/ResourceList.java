package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Page;
import com.ransomleak.provisioning.store.ResourceSink;
import com.ransomleak.provisioning.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

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
 * @param representation the SQL expression over the view that gives a resource's JSON
 * @param pieces what may be too large in a resource; null where nothing is
 */
public record ResourceList(
    String resourceType,
    String table,
    String alias,
    String view,
    String positionFunction,
    String representation,
    Pieces pieces) {
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  /** A piece has 1,000 members. */
  private static final int PIECES_IN_MEMORY = 4;

  /**
   * A part of a resource that is read in pieces when it is large.
   *
   * @param size the SQL expression over the view, alias {@code v}, for the size of the resource,
   *     without composing it
   * @param function tenant and id to the pieces
   */
  public record Pieces(String size, String function) {}

  boolean isInPieces() {
    return pieces != null;
  }

  /**
   * What a page needs of each resource before it is known whether it fits: its JSON, or its size
   * alone where composing it is costly.
   */
  private String first() {
    return isInPieces() ? pieces.size() + " as size" : representation + " as resource";
  }

  private String columns() {
    return isInPieces()
        ? PageResources.columns(
            "size",
            "(select %s from %s v where v.tenant_id = first.tenant_id and v.id = first.id)"
                .formatted(representation, view),
            "id")
        : PageResources.columns("octet_length(resource)", "resource", "id");
  }

  /**
   * One page; runs in the caller's transaction, whose first statement it makes. Three round trips,
   * a page further on four, and one for each portion of a page that does not fit into memory.
   *
   * @param sink gets the resources
   */
  public Page page(
      Database database,
      TenantId tenant,
      String baseUrl,
      ListQuery query,
      Optional<Sql> filter,
      ResourceSink sink) {
    database.query("select provisioning.enter(?, ?)", row -> true, tenant.value(), baseUrl);
    return filter.isPresent()
        ? matching(database, tenant, query, filter.get(), sink)
        : all(database, tenant, query, sink);
  }

  /**
   * One large resource in pieces, in the caller's transaction, which has named the tenant.
   *
   * @return its version; empty when there is no such resource
   */
  public Optional<Long> writeInPieces(
      Database database, TenantId tenant, UUID id, ResourceSink sink) {
    Optional<Around> group =
        database
            .query(
                "select head, tail, version from " + view + " where tenant_id = ? and id = ?",
                row -> new Around(row.getString(1), row.getString(2), row.getLong(3)),
                tenant.value(),
                id)
            .stream()
            .findFirst();
    Consumer<Consumer<String>> members =
        piece ->
            database.each(
                PIECES_IN_MEMORY,
                "select " + pieces.function() + "(?, ?)",
                row -> row.getString(1),
                piece,
                tenant.value(),
                id);
    group.ifPresent(around -> sink.group(around.head(), around.tail(), members));
    return group.map(Around::version);
  }

  /** A large resource without what is read in pieces. */
  private record Around(String head, String tail, long version) {}

  private Page all(Database database, TenantId tenant, ListQuery query, ResourceSink sink) {
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
    if (first.isPresent()) {
      List<PageResources.Row> rows =
          database.query(
              """
              select id, %s from (
                select tenant_id, id, %s from %s v where tenant_id = ? and id >= ? order by id limit ?) first
              order by id
              """
                  .formatted(columns(), first(), view),
              row -> row(row, 1),
              tenant.value(),
              first.get(),
              query.count());
      PageResources.write(database, tenant, rows, sink);
    }
    return Page.byIndex(total, query.startIndex());
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
      Database database, TenantId tenant, ListQuery query, Sql filter, ResourceSink sink) {
    List<Object> parameters = new ArrayList<>();
    parameters.add(tenant.value());
    parameters.addAll(filter.parameters());
    parameters.add(tenant.value());
    parameters.add(query.startIndex() - 1);
    parameters.add(query.count());
    // The tenant stands outside the client's filter, in parentheses (F-26). The total comes along
    // even with an empty page. "offset 0" keeps PostgreSQL from composing each resource twice.
    List<Counted> rows =
        database.query(
            """
            with matching as materialized (select %2$s.id from %1$s %2$s where %2$s.tenant_id = ? and (%3$s))
            select (select count(*) from matching), page.id, page.size, page.json
            from (values (1)) one (row) left join lateral (
              select id, %4$s from (
                select tenant_id, id, %5$s from %6$s v
                where tenant_id = ? and id in (select id from matching order by id offset ? limit ?) offset 0) first) page on true
            order by page.id
            """
                .formatted(table, alias, filter.text(), columns(), first(), view),
            row -> new Counted(row.getLong(1), row(row, 2)),
            parameters.toArray());
    PageResources.write(
        database,
        tenant,
        rows.stream().map(Counted::resource).filter(resource -> resource.id() != null).toList(),
        sink);
    return Page.byIndex(rows.get(0).total(), query.startIndex());
  }

  /** From three columns: id, size, JSON. */
  PageResources.Row row(ResultSet row, int column) throws SQLException {
    return new PageResources.Row(
        this,
        row.getObject(column, UUID.class),
        row.getLong(column + 1),
        row.getString(column + 2));
  }

  private record Counted(long total, PageResources.Row resource) {}
}
