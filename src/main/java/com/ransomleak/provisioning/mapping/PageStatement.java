package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.mapping.ResourceList.Source;
import com.ransomleak.provisioning.scim.filter.Sort;
import com.ransomleak.provisioning.store.ListQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one statement that finds a page and reads its resources:
 *
 * <pre>{@code
 * with matching as (select u.id, 0 as source, … as sort_key from provisioning.scim_user u where u.tenant_id = :tenant and (…filter…) union all …),
 *   total as (select count(*) as total from matching),
 *   page as (select * from matching order by sort_key, id limit :count offset :offset),
 *   sized as (…), fitting as (…)
 * select total, …, resource.* from …
 * }</pre>
 *
 * The tenant stands outside the client's filter, which is in parentheses (F-26). Of resources that
 * do not fit into memory the statement returns id and size only (ADR 18).
 */
final class PageStatement {
  /** How many bytes of one page are in memory at the same time. */
  static final int MAX_BYTES = 2 * 1024 * 1024;

  /** The columns that representations are composed from. */
  static final String COLUMNS =
      "id, version, created_at, changed_at, document, manager_id, manager_name, link_ids,"
          + " link_names, too_many_links";

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
      text = "with " + behind(begin) + resources();
    } else {
      parameters.put("offset", query.startIndex() - 1);
      boolean isPlain = sources.size() == 1 && query.filter().isEmpty() && query.sort().isEmpty();
      text = "with " + (isPlain ? unfiltered(sources.get(0).list()) : matching()) + resources();
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

  /**
   * Everything in the order of the ids: the total comes from counters and the page begins at an id
   * found in the key alone, so neither grows with the tenant.
   */
  private String unfiltered(ResourceList list) {
    parameters.put("type", list.kind().type());
    return """
    total as (
      select coalesce(sum(amount), 0) as total from provisioning.resource_total
      where tenant_id = :tenant and resource_type = :type),
    sized as (
      select %1$s.id, 0 as source, %4$s as size from %2$s %1$s
      where %1$s.tenant_id = :tenant
        and %1$s.id >= (select %3$s(:tenant, :offset, cast(total as bigint)) from total)
      order by %1$s.id limit :count),
    """
        .formatted(list.alias(), list.table(), list.positionFunction(), list.size());
  }

  private String matching() {
    return """
    matching as materialized (%s),
    total as (select count(*) as total from matching),
    page as (select * from matching order by %s limit :count offset :offset),
    sized as (%s),
    """
        .formatted(selects(Optional.empty()), order(""), sizes());
  }

  private String behind(Optional<Position> begin) {
    return """
    matching as not materialized (%s),
    total as (select 0 as total),
    page as (select * from matching order by %s limit :count),
    sized as (%s),
    """
        .formatted(selects(begin), order(""), sizes());
  }

  private String selects(Optional<Position> begin) {
    List<String> selects = new ArrayList<>();
    for (Source source : sources) {
      selects.add(select(source, selects.size(), begin));
    }
    return String.join(" union all ", selects);
  }

  private String select(Source source, int number, Optional<Position> begin) {
    String alias = source.list().alias();
    Optional<SqlOrder> order = source.query().sort().map(s -> SqlOrder.of(s, source.mapping()));
    StringBuilder sql = new StringBuilder();
    sql.append("select ").append(alias).append(".id, ").append(number).append(" as source");
    order.ifPresent(by -> sql.append(", ").append(by.key()).append(" as sort_key"));
    sql.append(" from ").append(source.list().table()).append(' ').append(alias);
    sql.append(" where ").append(alias).append(".tenant_id = :tenant");
    source
        .query()
        .filter()
        .map(filter -> SqlFilter.compile(filter, source.mapping()))
        .ifPresent(
            filter -> {
              sql.append(" and (").append(filter.text()).append(")");
              parameters.putAll(filter.parameters());
            });
    begin.ifPresent(
        position -> {
          sql.append(" and (").append(behind(position, source, order)).append(")");
          parameters.put("after_id", position.id());
          if (position.key() != null) {
            parameters.put("after_key", position.key());
          }
        });
    return sql.toString();
  }

  /** Missing values stand last, and first when descending (O-03). */
  private static String behind(Position position, Source source, Optional<SqlOrder> order) {
    boolean ascending = order.isEmpty() || order.get().ascending();
    String after = ascending ? " > " : " < ";
    String afterId = source.list().alias() + ".id" + after + ":after_id";
    if (order.isEmpty()) {
      return afterId;
    }
    String key = order.get().key();
    if (position.key() == null) {
      return key + (ascending ? " is null and " : " is not null or ") + afterId;
    }
    String value = "cast(:after_key as " + order.get().type() + ")";
    String behind = key + after + value + " or (" + key + " = " + value + " and " + afterId + ")";
    return ascending && !source.hasKey()
        ? behind + " or " + key + " is null"
        // Implied by the rest, but here an index can begin.
        : key + after.stripTrailing() + "= " + value + " and (" + behind + ")";
  }

  private String order(String page) {
    boolean ascending = query.sort().map(Sort::ascending).orElse(true);
    String direction = ascending ? " asc" : " desc";
    String missing = ascending ? " nulls last, " : " nulls first, ";
    return (query.sort().isPresent() ? page + "sort_key" + direction + missing : "")
        + page
        + "id"
        + direction;
  }

  /** With "offset 0", PostgreSQL evaluates each size once. */
  private String sizes() {
    StringBuilder size = new StringBuilder("case page.source");
    for (int number = 0; number < sources.size(); number++) {
      ResourceList list = sources.get(number).list();
      size.append(
          " when %1$d then (select %2$s from %3$s %4$s where %4$s.tenant_id = :tenant and %4$s.id = page.id)"
              .formatted(number, list.size(), list.table(), list.alias()));
    }
    return "select page.*, " + size + " end as size from page offset 0";
  }

  /** With "offset 0", PostgreSQL reads each resource by its key instead of the whole tenant. */
  private String resources() {
    List<String> reads = new ArrayList<>();
    for (Source source : sources) {
      reads.add(
          "(select %1$s from %2$s where fitting.source = %3$d and fitting.fits and tenant_id = :tenant and id = fitting.id offset 0)"
              .formatted(COLUMNS, source.list().view(), reads.size()));
    }
    return """
    fitting as (
      select sized.*, sum(size) over (order by %1$s rows unbounded preceding) <= %2$d as fits
      from sized)
    select total.total, fitting.source, %3$s as sort_key, fitting.id as page_id, fitting.size,
      resource.*
    from total left join fitting on true left join lateral (%4$s) resource on true
    order by %5$s
    """
        .formatted(
            order(""),
            MAX_BYTES,
            query.sort().isPresent() ? "cast(fitting.sort_key as text)" : "cast(null as text)",
            String.join(" union all ", reads),
            order("fitting."));
  }
}
