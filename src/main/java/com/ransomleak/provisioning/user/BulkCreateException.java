package com.ransomleak.provisioning.user;

import java.util.function.Supplier;

/** One of several users could not be created, so none was; the cause is the reason. */
public class BulkCreateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int index;

  BulkCreateException(int index, RuntimeException cause) {
    super(cause);
    this.index = index;
  }

  /** The index of the user, from 0. */
  public int index() {
    return index;
  }

  static <T> T at(int index, Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeException e) {
      throw new BulkCreateException(index, e);
    }
  }
}
