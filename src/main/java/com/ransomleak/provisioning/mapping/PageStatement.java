package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.mapping.ResourceList.Source;
import com.ransomleak.provisioning.paging.Position;
import com.ransomleak.provisioning.store.ListQuery;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The one statement that finds a page and reads its resources: which resources match and how many,
 * those of the page, their sizes, and what fits into memory. Of resources that do not fit the
 * statement returns id and size only (ADR 18).
 *
 * <p>The tenant stands outside the client's filter, which is in parentheses (F-26).
 */
final class PageStatement {
  /** How many bytes of one page are in memory at the same time. */
  static final int MAX_BYTES = 2 * 1024 * 1024;

  /** The columns that representations are composed from. */
  static final String COLUMNS =
      "id, version, created_at, changed_at, document, manager_id, manager_name, link_ids,"
          + " link_names, too_many_links";

  /**
   * Everything in the order of the ids: the total comes from counters and the page begins at an id
   * found in the key alone, so neither grows with the tenant.
   */
  private static final String UNFILTERED =
      """
      with total as (
        select coalesce(sum(amount), 0) as total from provisioning.resource_total
        where tenant_id = :tenant and resource_type = :type),
      sized as (
        select <alias>.id, 0 as source, <size> as size from <table> <alias>
        where <alias>.tenant_id = :tenant <begin>
        order by <alias>.id limit :count),
      <resources>
      """;

  /** Not for the first page: the call would cost a fifth of the statement. */
  private static final String AT_OFFSET =
      "and <alias>.id >= (select <id_at_offset>(:tenant, :offset, cast(total as bigint)) from"
          + " total)";

  /** With "offset 0", PostgreSQL evaluates each size once. */
  private static final String BY_INDEX =
      """
      with matching as materialized (<selects>),
      total as (select count(*) as total from matching),
      page as (select * from matching order by <order> limit :count offset :offset),
      sized as (select page.*, case page.source <sizes> end as size from page offset 0),
      <resources>
      """;

  private static final String BY_CURSOR =
      """
      with matching as not materialized (<selects>),
      total as (select 0 as total),
      page as (select * from matching order by <order> limit :count),
      sized as (select page.*, case page.source <sizes> end as size from page offset 0),
      <resources>
      """;

  private static final String RESOURCES =
      """
      fitting as (
        select sized.*, sum(size) over (order by <order> rows unbounded preceding) <= <max_bytes> as fits
        from sized)
      select total.total, fitting.source, <sort_key> as sort_key, fitting.id as page_id, fitting.size, resource.*
      from total left join fitting on true left join lateral (<reads>) resource on true
      order by <order_of_page>
      """;

  /** The resources of one type that match. */
  private static final String SELECT =
      """
      select <alias>.id, <number> as source <sort_key> from <table> <alias>
      where <alias>.tenant_id = :tenant <filter> <begin>
      """;

  private static final String SIZE =
      """
      when <number> then (
        select <size> from <table> <alias> where <alias>.tenant_id = :tenant and <alias>.id = page.id)
      """;

  /** With "offset 0", PostgreSQL reads each resource by its key instead of the whole tenant. */
  private static final String READ =
      """
      (select <columns> from <view>
        where fitting.source = <number> and fitting.fits and tenant_id = :tenant and id = fitting.id offset 0)
      """;

  private final List<Source> sources;
  private final ListQuery query;
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final String text;

  private PageStatement(List<Source> sources, Optional<Position> begin) {
    this.sources = sources;
    this.query = sources.get(0).query();
    parameters.put("count", query.count());
    if (query.cursor().isPresent()) {
      // One more tells whether there is another page.
      parameters.put("count", query.count() + 1);
      text = matching(BY_CURSOR, begin);
    } else {
      parameters.put("offset", query.startIndex() - 1);
      boolean isPlain = sources.size() == 1 && query.filter().isEmpty() && query.sort().isEmpty();
      text = isPlain ? unfiltered(sources.get(0).list()) : matching(BY_INDEX, Optional.empty());
    }
  }

  static PageStatement byIndex(List<Source> sources) {
    return new PageStatement(sources, Optional.empty());
  }

  /**
   * A page by cursor.
   *
   * @param begin where the previous page ended; empty for the first page
   */
  static PageStatement byCursor(List<Source> sources, Optional<Position> begin) {
    return new PageStatement(sources, begin);
  }

  String text() {
    return text;
  }

  /** All but tenant and base URL. */
  Map<String, Object> parameters() {
    return parameters;
  }

  private String unfiltered(ResourceList list) {
    parameters.put("type", list.kind().type());
    String begin = query.startIndex() == 1 ? "" : SqlFragment.fill(AT_OFFSET, pieces(0, Map.of()));
    return SqlFragment.fill(
        UNFILTERED, pieces(0, Map.of("begin", begin, "resources", resources())));
  }

  private String matching(String statement, Optional<Position> begin) {
    return SqlFragment.fill(
        statement,
        Map.of(
            "selects", each(" union all ", number -> select(number, begin)),
            "order", order(""),
            "sizes", each(" ", number -> SqlFragment.fill(SIZE, pieces(number, Map.of()))),
            "resources", resources()));
  }

  private String resources() {
    return SqlFragment.fill(
        RESOURCES,
        Map.of(
            "order", order(""),
            "max_bytes", Integer.toString(MAX_BYTES),
            "sort_key", "cast(%s as text)".formatted(isSorted() ? "fitting.sort_key" : "null"),
            "reads",
                each(" union all ", number -> SqlFragment.fill(READ, pieces(number, Map.of()))),
            "order_of_page", order("fitting.")));
  }

  private String select(int number, Optional<Position> begin) {
    Source source = sources.get(number);
    Optional<SqlOrder> order = source.query().sort().map(s -> SqlOrder.of(s, source.mapping()));
    Optional<SqlFragment> filter =
        source.query().filter().map(client -> SqlFilter.compile(client, source.mapping()));
    filter.ifPresent(compiled -> parameters.putAll(compiled.parameters()));
    begin.ifPresent(position -> parameters.put("after_id", position.id()));
    begin.map(Position::value).ifPresent(value -> parameters.put("after_key", value));
    return SqlFragment.fill(
        SELECT,
        pieces(
            number,
            Map.of(
                "sort_key", order.map(by -> ", %s as sort_key".formatted(by.key())).orElse(""),
                "filter", filter.map(compiled -> "and (%s)".formatted(compiled.text())).orElse(""),
                "begin",
                    begin
                        .map(position -> "and (%s)".formatted(keyset(position, source, order)))
                        .orElse(""))));
  }

  /** What comes after the position. Missing values are last, and first when descending (O-03). */
  private static String keyset(Position position, Source source, Optional<SqlOrder> order) {
    return SqlFragment.fill(
        keyset(position, order, source.hasKey()),
        Map.of(
            "id", source.list().alias() + ".id",
            "key", order.map(SqlOrder::key).orElse(""),
            "value", order.map(by -> "cast(:after_key as %s)".formatted(by.type())).orElse("")));
  }

  private static String keyset(Position position, Optional<SqlOrder> order, boolean hasKey) {
    if (order.isEmpty()) {
      return "<id> > :after_id";
    }
    boolean ascending = order.get().ascending();
    if (position.value() == null) {
      return ascending
          ? "<key> is null and <id> > :after_id"
          : "<key> is not null or <id> < :after_id";
    }
    if (ascending && !hasKey) {
      return "<key> > <value> or (<key> = <value> and <id> > :after_id) or <key> is null";
    }
    // The first comparison is implied by the rest, but there an index can begin.
    return ascending
        ? "<key> >= <value> and (<key> > <value> or (<key> = <value> and <id> > :after_id))"
        : "<key> <= <value> and (<key> < <value> or (<key> = <value> and <id> < :after_id))";
  }

  private boolean isSorted() {
    return query.sort().isPresent();
  }

  /**
   * The order of the page.
   *
   * @param page of the columns, with a dot, or nothing
   */
  private String order(String page) {
    String order =
        query
            .sort()
            .map(
                sort ->
                    sort.ascending()
                        ? "<page>sort_key asc nulls last, <page>id asc"
                        : "<page>sort_key desc nulls first, <page>id desc")
            .orElse("<page>id asc");
    return SqlFragment.fill(order, Map.of("page", page));
  }

  private String each(String separator, IntFunction<String> sql) {
    return IntStream.range(0, sources.size()).mapToObj(sql).collect(Collectors.joining(separator));
  }

  /** The pieces of one source, and more. */
  private Map<String, String> pieces(int number, Map<String, String> more) {
    ResourceList list = sources.get(number).list();
    Map<String, String> pieces = new HashMap<>(more);
    pieces.put("number", Integer.toString(number));
    pieces.put("table", list.table());
    pieces.put("alias", list.alias());
    pieces.put("view", list.view());
    pieces.put("columns", COLUMNS);
    pieces.put("size", list.size());
    pieces.put("id_at_offset", list.positionFunction());
    return pieces;
  }
}
