package com.ransomleak.provisioning.user;

import java.util.function.Supplier;

/** Because of one of several arrivals none was created; the cause says why. */
public class BulkCreateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int index;

  BulkCreateException(int index, RuntimeException cause) {
    super(cause);
    this.index = index;
  }

  /** Which one, counted from 0. */
  public int index() {
    return index;
  }

  static <T> T unless(int index, Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeException e) {
      throw new BulkCreateException(index, e);
    }
  }
}
