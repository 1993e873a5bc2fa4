package com.ransomleak.provisioning.scim.patch;

import com.ransomleak.provisioning.scim.ScimException;

/**
 * Limits how many list elements the operations of one PATCH compare. The number of operations and
 * the length of a list are limited, but their product must be too (N-07).
 */
public final class ComparisonLimit {
  /** Takes about one second on a small machine. */
  private static final int MAX_COMPARISONS = 200_000;

  private final String remedy;
  private long compared;

  /**
   * A limit for one PATCH.
   *
   * @param remedy the end of the error text
   */
  public ComparisonLimit(String remedy) {
    this.remedy = remedy;
  }

  /**
   * Counts comparisons.
   *
   * @throws ScimException 413 when there are too many
   */
  public void add(int elements) {
    compared += elements;
    if (compared > MAX_COMPARISONS) {
      throw new ScimException(
          413,
          "The operations compare more than " + MAX_COMPARISONS + " values of lists; " + remedy);
    }
  }
}
