package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.ResourceSink;
import com.ransomleak.provisioning.tenant.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Hands out the resources of a page with a bounded part of them in memory (ADR 18). The statement
 * that finds the page returns resources up to {@value #MAX_BYTES} bytes, which is all of an
 * ordinary page. Of the others it returns id and size; they are read in portions of that size. A
 * group that is larger by itself is read in pieces.
 */
final class PageResources {
  /** How many bytes of one page are in memory at the same time. */
  private static final int MAX_BYTES = 2 * 1024 * 1024;

  private final Database database;
  private final TenantId tenant;
  private final ResourceSink sink;
  private final List<Row> portion = new ArrayList<>();
  private long portionSize;

  /**
   * One resource of the page.
   *
   * @param json null when it did not fit
   */
  record Row(ResourceList list, UUID id, long size, String json) {}

  private PageResources(Database database, TenantId tenant, ResourceSink sink) {
    this.database = database;
    this.tenant = tenant;
    this.sink = sink;
  }

  /**
   * The columns {@code size} and {@code json} of a page.
   *
   * @param size the SQL expression for the size of a resource
   * @param json the SQL expression for its JSON, which PostgreSQL evaluates only where it fits
   * @param order the order of the page
   */
  static String columns(String size, String json, String order) {
    return "%1$s as size, case when sum(%1$s) over (order by %3$s rows unbounded preceding) <= %4$d then %2$s end as json"
        .formatted(size, json, order, MAX_BYTES);
  }

  /**
   * Hands out the page, in the transaction that found it. A resource that was deleted meanwhile is
   * left out.
   */
  static void write(Database database, TenantId tenant, List<Row> rows, ResourceSink sink) {
    PageResources resources = new PageResources(database, tenant, sink);
    rows.forEach(resources::add);
    resources.writePortion();
  }

  private void add(Row row) {
    if (row.json() != null) {
      sink.resource(row.json());
    } else if (row.size() > MAX_BYTES && row.list().isInPieces()) {
      writePortion();
      row.list().writeInPieces(database, tenant, row.id(), sink);
    } else {
      boolean fits =
          portion.isEmpty()
              || (row.list().equals(portion.get(0).list())
                  && portionSize + row.size() <= MAX_BYTES);
      if (!fits) {
        writePortion();
      }
      portion.add(row);
      portionSize += row.size();
    }
  }

  private void writePortion() {
    if (portion.isEmpty()) {
      return;
    }
    ResourceList list = portion.get(0).list();
    Map<UUID, String> resources = new HashMap<>();
    database.query(
        "select id, "
            + list.representation()
            + " from "
            + list.view()
            + " where tenant_id = ? and id = any(cast(? as uuid[]))",
        row -> resources.put(row.getObject(1, UUID.class), row.getString(2)),
        tenant.value(),
        portion.stream().map(row -> row.id().toString()).toArray(String[]::new));
    for (Row row : portion) {
      if (resources.containsKey(row.id())) {
        sink.resource(resources.get(row.id()));
      }
    }
    portion.clear();
    portionSize = 0;
  }
}
