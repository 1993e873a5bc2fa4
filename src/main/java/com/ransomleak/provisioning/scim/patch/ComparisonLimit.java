package com.ransomleak.provisioning.scim.patch;

import com.ransomleak.provisioning.scim.ScimException;

/**
 * How many elements of lists the operations of one PATCH may look at: the number of operations and
 * the length of a list each have a bound, and so must their product (N-07). One for each PATCH.
 */
public final class ComparisonLimit {
  /** A second's worth, on a small machine. */
  private static final int MOST = 200_000;

  private final String remedy;
  private long compared;

  /**
   * Nothing is compared yet.
   *
   * @param remedy what to do beyond the limit, as the end of a sentence
   */
  public ComparisonLimit(String remedy) {
    this.remedy = remedy;
  }

  /**
   * So many more are compared.
   *
   * @throws ScimException 413 when they are too many
   */
  public void add(int elements) {
    compared += elements;
    if (compared > MOST) {
      throw new ScimException(
          413, "The operations compare more than " + MOST + " values of lists; " + remedy);
    }
  }
}
