package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Keyset.SortKey;
import com.ransomleak.provisioning.store.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * The rows of a report that is a list, declared once: the SQL, the record that each row becomes by
 * the names of its columns, and the orders in which the list can be read.
 *
 * <pre>{@code
 * new ReportQuery<>(Waiting.class,
 *     """
 *     select u.id, u.display_name, u.active, <position>
 *     from provisioning.scim_user u where u.tenant_id = :tenant <filter> <page>
 *     """,
 *     "u.id", List.of(new SortKey("userName", "u.user_name_key", "text")));
 * }</pre>
 *
 * <p>The SQL is a template: {@code <position>} becomes the columns that a cursor is made of, {@code
 * <filter>} the conditions of a request, {@code <page>} the order and the limit.
 */
final class ReportQuery<T> {
  static final int FETCH_SIZE = 500;

  private final Class<T> row;
  private final String sql;
  private final String id;
  private final List<SortKey> sorts;
  private final String defaultSort;

  private record Positioned<T>(T row, Cursor cursor) {}

  /**
   * @param id the SQL expression of the id that orders equal rows
   * @param sorts what the list can be sorted by; the first one unless a request names another
   */
  ReportQuery(Class<T> row, String sql, String id, List<SortKey> sorts) {
    this(row, sql, id, sorts, sorts.get(0).name());
  }

  /**
   * @param defaultSort the order of requests that name none, as they would write it
   */
  ReportQuery(Class<T> row, String sql, String id, List<SortKey> sorts, String defaultSort) {
    this.row = row;
    this.sql = sql;
    this.id = id;
    this.sorts = sorts;
    this.defaultSort = defaultSort;
  }

  /**
   * Checks, before an answer begins, that the list has the order and the position of the request.
   *
   * @throws ReportException 400
   */
  void requireOrder(ListRequest request) {
    keyset(request);
  }

  Listing<T> page(Jdbi jdbi, ListRequest request, ReportFilter filter) {
    Keyset keyset = keyset(request);
    List<Positioned<T>> rows =
        jdbi.withHandle(
            handle ->
                query(handle, keyset, filter)
                    .map(
                        columns ->
                            new Positioned<>(
                                columns.getRow(row),
                                keyset.cursor(
                                    columns.getColumn("position", String.class),
                                    columns.getColumn("position_id", UUID.class))))
                    .list());
    return Listing.of(rows, request.limit(), Positioned::cursor).map(Positioned::row);
  }

  /** The row with this id, if the tenant has it. */
  Optional<T> find(Jdbi jdbi, TenantId tenant, UUID rowId) {
    ReportFilter filter = new ReportFilter(tenant).and(id + " = :id", "id", rowId);
    return page(jdbi, ListRequest.of(null, null, null, null), filter).items().stream().findFirst();
  }

  /** All rows of the list, one by one as they arrive, so that any number fits into memory. */
  void each(Jdbi jdbi, ListRequest request, ReportFilter filter, Consumer<? super T> consumer) {
    Keyset keyset = keyset(request.whole());
    jdbi.useHandle(
        handle ->
            query(handle, keyset, filter).setFetchSize(FETCH_SIZE).mapTo(row).forEach(consumer));
  }

  private Keyset keyset(ListRequest request) {
    return Keyset.of(request.orElseSortedBy(defaultSort), sorts, id);
  }

  private Query query(Handle handle, Keyset keyset, ReportFilter filter) {
    Query query = handle.createQuery(sql);
    filter.bindTo(query);
    keyset.bindTo(query);
    return query
        .define("position", keyset.position())
        .define("filter", filter.sql() + keyset.condition())
        .define("page", keyset.order());
  }

  /** The only row of a statement whose parameters are {@code :tenant} and {@code :id}, or none. */
  static <R> Optional<R> one(Jdbi jdbi, Class<R> row, String sql, TenantId tenant, UUID id) {
    return jdbi.withHandle(
        handle ->
            handle.createQuery(sql).bind("tenant", tenant).bind("id", id).mapTo(row).findOne());
  }
}
