package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.scim.filter.Sort;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Page;
import com.ransomleak.provisioning.store.ResourceSink;
import com.ransomleak.provisioning.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Pages in any order, by index or by cursor, of resources of one type or several:
 *
 * <pre>{@code
 * with matching as (
 *   select u.id, 0 as source, (u.keys ->> 'title') … as key from provisioning.scim_user u where u.tenant_id = ? and (…filter…) and (…behind the cursor…)
 *   union all …),
 * page as (select * from matching order by key, id limit ?)
 * select … the representations of the page
 * }</pre>
 *
 * A page by cursor begins behind the key and id at which the former one ended, wherever that is
 * now: what came or went meanwhile moves nothing (K-12).
 */
public final class OrderedList {
  private static final String NO_TEXT = "cast(null as text)";

  private final Database database;
  private final List<Source> sources;
  private final ListQuery query;
  private TenantId tenant;
  private final StringBuilder sql = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();

  /**
   * Resources of one type that stand in the list.
   *
   * @param list where they are
   * @param mapping where their attributes are
   * @param query the query as it is about this type
   */
  public record Source(ResourceList list, ResourceMapping mapping, ListQuery query) {

    /** Whether each of the resources has what the list is in the order of. */
    private boolean hasKey() {
      return query
          .sort()
          .filter(sort -> sort.attribute().required())
          .filter(sort -> sort.path().equals(AttributePath.of(sort.attribute().name())))
          .isPresent();
    }
  }

  private record Found(long total, String key, PageResources.Row resource) {}

  /**
   * A list that can be asked for one page.
   *
   * @param sources what it is made of; their queries differ in nothing but the attributes
   */
  public OrderedList(Database database, List<Source> sources) {
    this.database = database;
    this.sources = sources;
    this.query = sources.get(0).query();
  }

  /**
   * The page; runs in the caller's transaction, whose first statement it makes. Two round trips by
   * index, three by cursor, and one for each portion of a page that does not fit into memory.
   *
   * @param sink gets the resources
   */
  public Page page(TenantId tenant, String baseUrl, ResourceSink sink) {
    this.tenant = tenant;
    database.query("select provisioning.enter(?, ?)", row -> true, tenant.value(), baseUrl);
    return query.cursor().isPresent() ? byCursor(sink) : byIndex(sink);
  }

  private Page byIndex(ResourceSink sink) {
    matching("materialized", Optional.empty());
    page(query.count());
    sql.append(" offset ?)");
    parameters.add(query.startIndex() - 1);
    sql.append(
        " select (select count(*) from matching), null, page.source, page.id, page.size, page.json"
            + " from (values (1)) one (row) left join lateral ("
            + resources()
            + ") page on true order by "
            + order("page."));
    List<Found> found = rows();
    write(found.stream().filter(row -> row.resource() != null).toList(), sink);
    return Page.byIndex(found.get(0).total(), query.startIndex());
  }

  private Page byCursor(ResourceSink sink) {
    Cursor cursors = new Cursor(secret(), tenant, endpoints(), query);
    Optional<Position> begin =
        query
            .cursor()
            .filter(cursor -> !cursor.isEmpty())
            .map(cursor -> cursors.read(cursor, Instant.now()));
    if (query.count() == 0) {
      return Page.byCursor(Optional.empty());
    }
    matching("not materialized", begin);
    // One more than wanted tells whether there is a page after this.
    page(query.count() + 1);
    sql.append(
        ") select 0, "
            + (isSorted() ? "cast(page.key as text), " : "null, ")
            + "page.source, page.id, page.size, page.json from ("
            + resources()
            + ") page order by "
            + order("page."));
    List<Found> found = rows();
    if (found.size() <= query.count()) {
      write(found, sink);
      return Page.byCursor(Optional.empty());
    }
    write(found.subList(0, query.count()), sink);
    Found last = found.get(query.count() - 1);
    return Page.byCursor(
        Optional.of(cursors.of(new Position(last.key(), last.resource().id()), Instant.now())));
  }

  private void write(List<Found> found, ResourceSink sink) {
    PageResources.write(database, tenant, found.stream().map(Found::resource).toList(), sink);
  }

  private byte[] secret() {
    return database
        .query(
            "select cursor_key from provisioning.tenant where tenant_id = ?",
            row -> row.getBytes(1),
            tenant.value())
        .get(0);
  }

  private String endpoints() {
    return sources.stream()
        .map(source -> source.mapping().type().endpoint() + source.query().filter())
        .collect(Collectors.joining("\n"));
  }

  private void matching(String how, Optional<Position> begin) {
    sql.append("with matching as ").append(how).append(" (");
    for (int i = 0; i < sources.size(); i++) {
      sql.append(i == 0 ? "" : " union all ");
      select(sources.get(i), i, begin);
    }
    sql.append(")");
  }

  private void select(Source source, int number, Optional<Position> begin) {
    String alias = source.list().alias();
    Optional<SqlOrder> order = source.query().sort().map(s -> SqlOrder.of(s, source.mapping()));
    sql.append("select " + alias + ".id, " + number + " as source");
    order.ifPresent(by -> sql.append(", " + by.key() + " as key"));
    sql.append(" from " + source.list().table() + " " + alias);
    sql.append(" where " + alias + ".tenant_id = ?");
    parameters.add(tenant.value());
    // The tenant stands outside the client's filter, in parentheses (F-26).
    source
        .query()
        .filter()
        .map(filter -> SqlFilter.compile(filter, source.mapping()))
        .ifPresent(filter -> condition(filter.text(), filter.parameters()));
    begin.ifPresent(position -> behind(position, source, order));
  }

  /** Missing values stand last, and first when descending (O-03). */
  private void behind(Position position, Source source, Optional<SqlOrder> order) {
    String id = source.list().alias() + ".id";
    String after = order.isEmpty() || order.get().ascending() ? " > " : " < ";
    if (order.isEmpty()) {
      condition(id + after + "?", List.of(position.id()));
      return;
    }
    String key = order.get().key();
    boolean ascending = order.get().ascending();
    if (position.key() == null) {
      condition(
          (ascending ? key + " is null and " : key + " is not null or ") + id + after + "?",
          List.of(position.id()));
      return;
    }
    String value = "cast(? as " + order.get().type() + ")";
    String behind =
        key + after + value + " or (" + key + " = " + value + " and " + id + after + "?)";
    if (ascending && !source.hasKey()) {
      condition(
          behind + " or " + key + " is null",
          List.of(position.key(), position.key(), position.id()));
    } else {
      // Says nothing new, but where an index begins.
      condition(
          key + after.stripTrailing() + "= " + value + " and (" + behind + ")",
          List.of(position.key(), position.key(), position.key(), position.id()));
    }
  }

  private void condition(String text, List<Object> values) {
    sql.append(" and (").append(text).append(")");
    parameters.addAll(values);
  }

  private void page(int limit) {
    sql.append(", page as (select * from matching order by " + order("") + " limit ?");
    parameters.add(limit);
  }

  private boolean isSorted() {
    return query.sort().isPresent();
  }

  private String order(String page) {
    boolean ascending = query.sort().map(Sort::ascending).orElse(true);
    String direction = ascending ? " asc" : " desc";
    String missing = ascending ? " nulls last, " : " nulls first, ";
    return (isSorted() ? page + "key" + direction + missing : "") + page + "id" + direction;
  }

  /**
   * The page with its resources; "offset 0" keeps PostgreSQL from composing each twice. Where
   * composing is costly, the size comes first.
   */
  private String resources() {
    // In the order in which they stand in the statement, as each adds its parameters.
    String lazy = bySource(NO_TEXT, ResourceList::isInPieces, ResourceList::representation);
    String eager = bySource(NO_TEXT, list -> !list.isInPieces(), ResourceList::representation);
    String sizes =
        bySource("cast(null as bigint)", ResourceList::isInPieces, list -> list.pieces().size());
    String first =
        "select page.*, %s as resource, %s as expected_size from page offset 0"
            .formatted(eager, sizes);
    return "select page.*, "
        + PageResources.columns(
            "coalesce(octet_length(page.resource), page.expected_size)",
            "coalesce(page.resource, " + lazy + ")",
            order("page."))
        + " from ("
        + first
        + ") page";
  }

  private String bySource(
      String nothing, Predicate<ResourceList> chosen, Function<ResourceList, String> expression) {
    StringBuilder text = new StringBuilder("case page.source");
    for (int i = 0; i < sources.size(); i++) {
      ResourceList list = sources.get(i).list();
      text.append(" when ").append(i).append(" then ");
      if (chosen.test(list)) {
        text.append(
            "(select %s from %s v where v.tenant_id = ? and v.id = page.id)"
                .formatted(expression.apply(list), list.view()));
        parameters.add(tenant.value());
      } else {
        text.append(nothing);
      }
    }
    return text.append(" end").toString();
  }

  private List<Found> rows() {
    return database.query(
        sql.toString(),
        row -> {
          int source = row.getInt(3);
          boolean found = !row.wasNull();
          return new Found(
              row.getLong(1),
              row.getString(2),
              found ? sources.get(source).list().row(row, 4) : null);
        },
        parameters.toArray());
  }
}
