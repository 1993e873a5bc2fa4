package com.ransomleak.provisioning.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One page of a list.
 *
 * @param total how many resources the whole list has; a page by cursor does not count (K-05)
 * @param startIndex 1-based position of the first resource, when asked for by index
 * @param nextCursor leads to the page after this, when asked for by cursor and there is one (K-02)
 * @param resources complete representations, in the order of the list
 */
public record Page(
    OptionalLong total,
    OptionalLong startIndex,
    Optional<String> nextCursor,
    List<String> resources) {

  public static Page byIndex(long total, long startIndex, List<String> resources) {
    return new Page(
        OptionalLong.of(total), OptionalLong.of(startIndex), Optional.empty(), resources);
  }

  public static Page byCursor(Optional<String> nextCursor, List<String> resources) {
    return new Page(OptionalLong.empty(), OptionalLong.empty(), nextCursor, resources);
  }
}
