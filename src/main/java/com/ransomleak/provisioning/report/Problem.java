package com.ransomleak.provisioning.report;

/**
 * Why a report is not given, as a problem of RFC 9457:
 *
 * <pre>{@code
 * {"status":400,"title":"Bad Request","detail":"limit: a whole number from 1 to 1000, please."}
 * }</pre>
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;

  private Problem(int status, String detail) {
    super(detail, null, false, false);
    this.status = status;
  }

  /**
   * A parameter that means nothing.
   *
   * @param wanted what it should be, in words that go on after the name
   */
  public static Problem badParameter(String name, String wanted) {
    return new Problem(400, name + ": " + wanted + ", please.");
  }

  /** Also for what is another tenant's, in the same words. */
  public static Problem unknown(String what) {
    return new Problem(404, "There is no such " + what + ".");
  }

  static Problem of(int status, String detail) {
    return new Problem(status, detail);
  }

  public int status() {
    return status;
  }
}
