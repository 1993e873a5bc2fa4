package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.org.Hierarchies;
import com.ransomleak.provisioning.paging.Cursor;
import com.ransomleak.provisioning.paging.Cursors;
import com.ransomleak.provisioning.paging.Page;
import com.ransomleak.provisioning.paging.Position;
import com.ransomleak.provisioning.paging.Total;
import com.ransomleak.provisioning.report.Filter.Reference;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;

/** Reads the rows of each {@link Report}: a page, one row, or the whole list. */
@ApplicationScoped
public class Reports {
  private static final int FETCH_SIZE = 500;

  /** A search that finds more rows than this finds one in a few hundred users or more. */
  private static final int MAX_HIT_IDS = 1_000;

  private static final String MAINTAINED_TOTAL =
      """
      select coalesce(sum(amount), 0) from provisioning.resource_total
      where tenant_id = :tenant and resource_type = :type
      """;

  @Inject private Jdbi jdbi;
  @Inject private Tenants tenants;
  @Inject private Hierarchies hierarchies;
  @Inject private Cursors cursors;

  private record Positioned<T>(T row, Position position) {}

  /**
   * One page.
   *
   * @throws ReportException 400 for a parameter that the report does not have, 404 for an unknown
   *     id
   */
  @Transactional
  public <T extends Record> Page<T> page(TenantId tenant, Report<T> report, ReportRequest request) {
    names(tenant, report, request);
    return page(tenant, report, request, conditions(tenant, report, request));
  }

  /**
   * The same with the total. Filters without an index read all users of the tenant, once here: a
   * page in its order and its total would read them twice. For a client that reads page after page
   * and no total, {@link #page} costs less, because it begins at the cursor.
   */
  @Transactional
  public <T extends Record> Page<T> countedPage(
      TenantId tenant, Report<T> report, ReportRequest request) {
    return pageOfIds(tenant, report, request, Total.LIMIT);
  }

  /** The first rows of a search, which may find few rows or none, without a total. */
  @Transactional
  public <T extends Record> List<T> hits(TenantId tenant, Report<T> report, ReportRequest request) {
    return pageOfIds(tenant, report, request, MAX_HIT_IDS).items();
  }

  /**
   * Finds the ids in any order first. If there are more than the maximum, the rows of the page are
   * found soon in its order.
   */
  private <T extends Record> Page<T> pageOfIds(
      TenantId tenant, Report<T> report, ReportRequest request, int max) {
    request.position(cursor(tenant, report, request));
    report.sortKey(request.sort());
    names(tenant, report, request);
    Conditions conditions = conditions(tenant, report, request);
    if (!report.isScanned() || isMaintained(report, conditions)) {
      return page(tenant, report, request, conditions);
    }
    String sql = "select " + report.id() + where(report, conditions) + " limit :limit";
    conditions.bind("limit", max + 1);
    UUID[] ids =
        jdbi.withHandle(
            handle ->
                query(handle, sql, conditions).mapTo(UUID.class).stream().toArray(UUID[]::new));
    if (ids.length <= max) {
      conditions.and(report.id() + " = any (:ids)").bind("ids", ids);
    }
    return page(tenant, report, request, conditions)
        .withTotal(Optional.of(ids.length > max ? Total.moreThan(max) : Total.exactly(ids.length)));
  }

  private <T extends Record> Page<T> page(
      TenantId tenant, Report<T> report, ReportRequest request, Conditions conditions) {
    SortKey key = report.sortKey(request.sort());
    Cursor cursor = cursor(tenant, report, request);
    Optional<Position> from = request.position(cursor);
    String rows = where(report, conditions) + key.condition(from);
    String limited = key.order(from) + " limit :limit";
    // Sorting the ids of 100,000 users takes a tenth of the time of sorting their documents.
    String ofPage =
        report.isScanned()
            ? " and %1$s = any (array(select %1$s%2$s%3$s))".formatted(report.id(), rows, limited)
            : "";
    String sql = report.select() + ", " + key.position() + rows + ofPage + limited;
    from.ifPresent(
        position ->
            conditions.bind("after_value", position.value()).bind("after_id", position.id()));
    conditions.bind("limit", request.limit() + 1);
    List<Positioned<T>> found =
        jdbi.withHandle(
            handle -> query(handle, sql, conditions).map(row -> positioned(report, row)).list());
    return Page.of(
            found,
            request.limit(),
            from,
            Positioned::position,
            position -> cursor.write(position, Instant.now()))
        .map(Positioned::row)
        .map(report.completion(context(tenant, report, request)));
  }

  private static <T extends Record> Positioned<T> positioned(Report<T> report, RowView row) {
    return new Positioned<>(
        row.getRow(report.row()),
        Position.after(
            row.getColumn("page_value", String.class), row.getColumn("page_id", UUID.class)));
  }

  /** The row with this id, if the tenant has it; the filters of the report do not apply. */
  @Transactional
  public <T extends Record> Optional<T> find(TenantId tenant, Report<T> report, UUID id) {
    ReportContext context = context(tenant, ReportRequest.first(Map.of(), 1));
    Conditions conditions = Conditions.of(report, context, id);
    return jdbi.withHandle(
            handle ->
                query(handle, report.select() + where(report, conditions), conditions)
                    .mapTo(report.row())
                    .findOne())
        .map(report.completion(context));
  }

  /**
   * Checks a request before its first row is written.
   *
   * @throws ReportException as {@link #page}
   */
  @Transactional
  public void check(TenantId tenant, Report<?> report, ReportRequest request) {
    report.sortKey(request.sort());
    request.position(cursor(tenant, report, request));
    names(tenant, report, request);
    conditions(tenant, report, request);
  }

  /**
   * The names of the users, teams and roles that the request filters by, by parameter.
   *
   * @throws ReportException 404 for an unknown id
   */
  @Transactional
  public Map<String, String> names(TenantId tenant, Report<?> report, ReportRequest request) {
    Map<String, String> names = new HashMap<>();
    report
        .filters()
        .forEach(
            (name, filter) -> {
              if (filter instanceof Reference reference && !request.filter(name).isBlank()) {
                names.put(name, name(tenant, reference, request.filter(name)));
              }
            });
    return names;
  }

  private String name(TenantId tenant, Reference reference, String id) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createQuery(reference.kind().nameQuery())
                    .bind("tenant", tenant)
                    .bind("id", reference.id(id))
                    .mapTo(String.class)
                    .findOne())
        .orElseThrow(reference::unknown);
  }

  /** How many rows the list has. */
  @Transactional
  public long total(TenantId tenant, Report<?> report, ReportRequest request) {
    return sum(tenant, report, request, "count(*)", Long.class);
  }

  /**
   * Computes numbers over all rows.
   *
   * @param aggregates SQL with one row, such as {@code count(*)}
   */
  @Transactional
  public <R> R sum(
      TenantId tenant, Report<?> report, ReportRequest request, String aggregates, Class<R> type) {
    Conditions conditions = Conditions.of(report, context(tenant, request), request);
    return jdbi.withHandle(
        handle ->
            query(handle, "select " + aggregates + where(report, conditions), conditions)
                .mapTo(type)
                .one());
  }

  /** The same for a page of a long list: a known number, or rows counted up to a limit. */
  @Transactional
  public Total roughTotal(TenantId tenant, Report<?> report, ReportRequest request) {
    ReportContext context = context(tenant, request);
    if (report.totalWithoutSearch() != null && isWhole(request)) {
      return Total.exactly(report.totalWithoutSearch().applyAsLong(context));
    }
    Conditions conditions = Conditions.of(report, context, request);
    return jdbi.withHandle(
        handle ->
            isMaintained(report, conditions)
                ? Total.exactly(
                    handle
                        .createQuery(MAINTAINED_TOTAL)
                        .bind("tenant", tenant)
                        .bind("type", report.resourceType())
                        .mapTo(Long.class)
                        .one())
                : Total.counted(
                    query(handle, Total.query(where(report, conditions)), conditions)
                        .mapTo(Long.class)
                        .one()));
  }

  /** All rows in the order of the request, one by one, so that the list may be of any size. */
  @Transactional
  public <T extends Record> void each(
      TenantId tenant, Report<T> report, ReportRequest request, Consumer<? super T> consumer) {
    ReportContext context = context(tenant, request);
    Conditions conditions = Conditions.of(report, context, request);
    UnaryOperator<T> completion = report.completion(context);
    String order = report.sortKey(request.sort()).order(Optional.empty());
    jdbi.useHandle(
        handle ->
            query(handle, report.select() + where(report, conditions) + order, conditions)
                .setFetchSize(FETCH_SIZE)
                .mapTo(report.row())
                .forEach(row -> consumer.accept(completion.apply(row))));
  }

  private static String where(Report<?> report, Conditions conditions) {
    return " " + report.from() + conditions.sql();
  }

  private static Query query(Handle handle, String sql, Conditions conditions) {
    // A generic plan for a role of average size looks up each of 100,000 members.
    handle.execute("set local plan_cache_mode = force_custom_plan");
    return conditions.bindTo(handle.createQuery(sql));
  }

  private static boolean isWhole(ReportRequest request) {
    return request.search().isEmpty() && request.filter(DirectReport.LEVEL).isBlank();
  }

  private static boolean isMaintained(Report<?> report, Conditions conditions) {
    return report.resourceType() != null && conditions.sql().isEmpty();
  }

  /** For one page. */
  private Conditions conditions(TenantId tenant, Report<?> report, ReportRequest request) {
    return Conditions.of(report, context(tenant, report, request), request);
  }

  /** For one page. One of the rows that count may be left out: a manager in a loop. */
  private ReportContext context(TenantId tenant, Report<?> report, ReportRequest request) {
    boolean isFirst =
        request.cursor().isEmpty()
            && isWhole(request)
            && (request.sort().isEmpty() || request.sort().equals(report.defaultSort()));
    long enough = isFirst ? request.limit() + 2L : Long.MAX_VALUE;
    return new ReportContext(tenant, tenants, hierarchies, request, enough);
  }

  private ReportContext context(TenantId tenant, ReportRequest request) {
    return new ReportContext(tenant, tenants, hierarchies, request, Long.MAX_VALUE);
  }

  private Cursor cursor(TenantId tenant, Report<?> report, ReportRequest request) {
    // A position in an order that a release has changed is an unknown cursor.
    String order = report.sortKey(request.sort()).expression();
    return cursors.of(tenant, report.name() + "\n" + order + "\n" + request.scope());
  }
}
