package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Representation.Kind;

/**
 * Where the resources of one type are, for lists.
 *
 * @param table the table
 * @param alias the table's name in filters and in {@code size}
 * @param view what representations are composed from
 * @param positionFunction finds the id at an offset, from the tenant, the offset and the total
 * @param size about how many bytes a resource needs in memory, without reading its links
 */
public record ResourceList(
    Kind kind, String table, String alias, String view, String positionFunction, String size) {

  /**
   * Resources of one type that are part of a list.
   *
   * @param list where they are
   * @param mapping where their attributes are
   * @param query the query as it is about this type
   */
  public record Source(ResourceList list, ResourceMapping mapping, ListQuery query) {

    /** Whether each of the resources has a value of the attribute that the list is sorted by. */
    boolean hasKey() {
      return query
          .sort()
          .filter(sort -> sort.attribute().required())
          .filter(sort -> sort.path().equals(AttributePath.of(sort.attribute().name())))
          .isPresent();
    }
  }
}
