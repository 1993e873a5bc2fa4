package com.ransomleak.provisioning.store;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One page of a list, whose resources went to a {@link ResourceSink}.
 *
 * @param total the number of resources of the list; a page by cursor does not count them (K-05)
 * @param startIndex 1-based position of the first resource of a page by index
 * @param nextCursor leads to the next page of a list by cursor, if there is one (K-02)
 */
public record Page(OptionalLong total, OptionalLong startIndex, Optional<String> nextCursor) {

  public static Page byIndex(long total, long startIndex) {
    return new Page(OptionalLong.of(total), OptionalLong.of(startIndex), Optional.empty());
  }

  public static Page byCursor(Optional<String> nextCursor) {
    return new Page(OptionalLong.empty(), OptionalLong.empty(), nextCursor);
  }
}
