package com.ransomleak.provisioning.store;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One page of a list; its resources went to a {@link ResourceSink} one by one.
 *
 * @param total how many resources the whole list has; a page by cursor does not count (K-05)
 * @param startIndex 1-based position of the first resource, when asked for by index
 * @param nextCursor leads to the page after this, when asked for by cursor and there is one (K-02)
 */
public record Page(OptionalLong total, OptionalLong startIndex, Optional<String> nextCursor) {

  public static Page byIndex(long total, long startIndex) {
    return new Page(OptionalLong.of(total), OptionalLong.of(startIndex), Optional.empty());
  }

  public static Page byCursor(Optional<String> nextCursor) {
    return new Page(OptionalLong.empty(), OptionalLong.empty(), nextCursor);
  }
}
