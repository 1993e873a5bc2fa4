package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Representation.Kind;

/**
 * The SQL of a list of resources of one type.
 *
 * @param alias the alias of the table in filters and in {@code size}
 * @param view the view with the data of representations
 * @param positionFunction finds the id at an offset, from the tenant, the offset and the total
 * @param size the approximate bytes of a resource in memory, without reading its links
 */
public record ResourceList(
    Kind kind, String table, String alias, String view, String positionFunction, String size) {

  /**
   * Resources of one type that are part of a list.
   *
   * @param query the query for this type
   */
  public record Source(ResourceList list, ResourceMapping mapping, ListQuery query) {

    /** Whether every resource has a value of the attribute of the sort order. */
    boolean hasKey() {
      return query
          .sort()
          .filter(sort -> sort.attribute().required())
          .filter(sort -> sort.path().equals(AttributePath.of(sort.attribute().name())))
          .isPresent();
    }
  }
}
