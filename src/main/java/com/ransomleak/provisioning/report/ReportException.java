package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.Response;
import java.util.Collection;

/**
 * Why a report is not returned, as a problem document (RFC 9457):
 *
 * <pre>{@code
 * {"status":400,"title":"Bad Request","detail":"limit: expected a whole number from 1 to 1000."}
 * }</pre>
 */
public final class ReportException extends ScimException {
  public static final String JSON = "application/problem+json";

  private static final long serialVersionUID = 1L;

  private static final String PERIOD = "from, to";

  private final String parameter;

  private ReportException(int status, String detail) {
    this(status, detail, "");
  }

  private ReportException(int status, String detail, String parameter) {
    super(status, null, detail);
    this.parameter = parameter;
  }

  /** The parameter that has an invalid value; empty for another error. */
  public String parameter() {
    return parameter;
  }

  /**
   * A parameter with an invalid value.
   *
   * @param expected the valid values, in words
   */
  public static ReportException badParameter(String name, String expected) {
    return new ReportException(400, name + ": expected " + expected + ".", name);
  }

  /** The first day is after the last one. */
  static ReportException badPeriod() {
    return new ReportException(400, PERIOD + ": expected from before to.", PERIOD);
  }

  public boolean isBadPeriod() {
    return parameter.equals(PERIOD);
  }

  /**
   * A parameter that the report does not have.
   *
   * @param known the parameters that it has
   */
  public static ReportException unknownParameter(String name, Collection<String> known) {
    return new ReportException(
        400,
        "Unknown parameter "
            + ScimJson.excerpt(name)
            + ". "
            + (known.isEmpty()
                ? "There are no parameters."
                : "Known parameters: " + String.join(", ", known) + "."));
  }

  /** An id that the tenant does not have; in the same words when another tenant has it. */
  public static ReportException unknown(String kind) {
    return new ReportException(404, "There is no such " + kind + ".");
  }

  static ReportException of(int status, String detail) {
    return new ReportException(status, detail);
  }

  /** The document of a problem. */
  public static String text(int status, String detail) {
    Response.Status known = Response.Status.fromStatusCode(status);
    JsonObjectBuilder problem =
        ScimJson.object()
            .add("status", ScimJson.number(status))
            .add("title", known == null ? "Status " + status : known.getReasonPhrase())
            .add("detail", detail);
    return ScimJson.write(problem.build());
  }
}
