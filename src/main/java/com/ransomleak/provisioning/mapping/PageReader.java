package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.mapping.PageResources.Entry;
import com.ransomleak.provisioning.mapping.ResourceList.Source;
import com.ransomleak.provisioning.paging.Cursor;
import com.ransomleak.provisioning.paging.Cursors;
import com.ransomleak.provisioning.paging.Position;
import com.ransomleak.provisioning.scim.filter.Filter;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Page;
import com.ransomleak.provisioning.store.ResourceRow;
import com.ransomleak.provisioning.store.ResourceSink;
import com.ransomleak.provisioning.store.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.cache.internal.DefaultJdbiCacheBuilder;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * Reads pages of resources of one type or several, in any order, by index or by cursor; in the
 * caller's transaction, which has named the tenant. A page takes one statement, and one more for
 * each portion that does not fit into memory.
 *
 * <p>A page by cursor begins behind the key and id at which the previous page ended, even if that
 * resource has moved or is gone: other changes shift nothing (K-12).
 */
public final class PageReader {
  /** How many parsed statements are kept: each contains a filter, so it can have tens of KB. */
  private static final int MAX_PARSED = 50;

  private static final SqlParser PARSER =
      new ColonPrefixSqlParser(DefaultJdbiCacheBuilder.builder().maxSize(MAX_PARSED));

  private final Jdbi jdbi;
  private final TenantId tenant;
  private final Cursors cursors;
  private final String baseUrl;
  private final ResourceSink sink;

  private record CountedEntry(long total, String sortKey, Entry entry) {}

  private PageReader(
      TenantId tenant, Jdbi jdbi, Cursors cursors, String baseUrl, ResourceSink sink) {
    this.jdbi = jdbi;
    this.tenant = tenant;
    this.cursors = cursors;
    this.baseUrl = baseUrl;
    this.sink = sink;
  }

  /**
   * One page.
   *
   * @param sources what the list is made of; their queries differ in nothing but the attributes
   * @param sink gets the resources
   */
  public static Page page(
      TenantId tenant,
      Jdbi jdbi,
      Cursors cursors,
      String baseUrl,
      List<Source> sources,
      ResourceSink sink) {
    PageReader reader = new PageReader(tenant, jdbi, cursors, baseUrl, sink);
    ListQuery query = sources.get(0).query();
    return query.cursor().isPresent()
        ? reader.byCursor(sources, query)
        : reader.byIndex(sources, query);
  }

  private Page byIndex(List<Source> sources, ListQuery query) {
    List<CountedEntry> found = find(PageStatement.byIndex(sources), sources);
    write(found.stream().filter(row -> row.entry().id() != null).toList());
    return Page.byIndex(found.get(0).total(), query.startIndex());
  }

  private Page byCursor(List<Source> sources, ListQuery query) {
    Cursor ofQuery = cursors(cursors.key(tenant), tenant, endpoints(sources), query);
    Optional<Position> begin =
        query
            .cursor()
            .filter(cursor -> !cursor.isEmpty())
            .map(cursor -> ofQuery.read(cursor, Instant.now()));
    if (query.count() == 0) {
      return Page.byCursor(Optional.empty());
    }
    List<CountedEntry> found =
        find(PageStatement.byCursor(sources, begin), sources).stream()
            .filter(row -> row.entry().id() != null)
            .toList();
    if (found.size() <= query.count()) {
      write(found);
      return Page.byCursor(Optional.empty());
    }
    write(found.subList(0, query.count()));
    CountedEntry last = found.get(query.count() - 1);
    return Page.byCursor(
        Optional.of(
            ofQuery.write(Position.after(last.sortKey(), last.entry().id()), Instant.now())));
  }

  private List<CountedEntry> find(PageStatement statement, List<Source> sources) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(statement.text())
                .configure(SqlStatements.class, PageReader::configure)
                .bind("tenant", tenant)
                .bind("base_url", baseUrl)
                .bindMap(statement.parameters())
                .map((RowView row) -> found(row, sources))
                .list());
  }

  /** Not with the caches of all other statements, which keep a thousand each. */
  private static void configure(SqlStatements statements) {
    statements
        .setUnusedBindingAllowed(true)
        .setTemplateEngine(TemplateEngine.NOP)
        .setTemplateCache(DefaultJdbiCacheBuilder.builder().maxSize(1))
        .setSqlParser(PARSER);
  }

  private static CountedEntry found(RowView row, List<Source> sources) {
    UUID id = row.getColumn("page_id", UUID.class);
    boolean hasResource = row.getColumn("id", UUID.class) != null;
    return new CountedEntry(
        row.getColumn("total", Long.class),
        row.getColumn("sort_key", String.class),
        id == null
            ? new Entry(null, null, 0, null)
            : new Entry(
                sources.get(row.getColumn("source", Integer.class)).list(),
                id,
                row.getColumn("size", Long.class),
                hasResource ? row.getRow(ResourceRow.class) : null));
  }

  private void write(List<CountedEntry> found) {
    new PageResources(jdbi, tenant, baseUrl, sink)
        .write(found.stream().map(CountedEntry::entry).toList());
  }

  /** Cursors of this query, whose order includes the type of the attribute. */
  static Cursor cursors(byte[] key, TenantId tenant, String endpoints, ListQuery query) {
    String scope =
        String.join(
            "\n",
            tenant.value().toString(),
            endpoints,
            query.filter().map(Filter::text).orElse(""),
            query.sort().map(sort -> sort + " " + sort.attribute().type()).orElse(""));
    return new Cursor(key, scope, query.count(), ListQuery.CURSOR_LIFETIME);
  }

  private static String endpoints(List<Source> sources) {
    return sources.stream()
        .map(
            source ->
                source.mapping().type().endpoint()
                    + source.query().filter().map(Filter::text).orElse(""))
        .collect(Collectors.joining("\n"));
  }
}
