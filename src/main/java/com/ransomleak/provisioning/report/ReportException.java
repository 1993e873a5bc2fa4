package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.Response;
import java.util.Collection;

/**
 * Why a report is not given, as a problem of RFC 9457:
 *
 * <pre>{@code
 * {"status":400,"title":"Bad Request","detail":"limit: a whole number from 1 to 1000, please."}
 * }</pre>
 */
public final class ReportException extends ScimException {
  public static final String JSON = "application/problem+json";

  private static final long serialVersionUID = 1L;

  private ReportException(int status, String detail) {
    super(status, null, detail);
  }

  /**
   * A parameter that means nothing.
   *
   * @param wanted what it should be, in words that go on after the name
   */
  public static ReportException badParameter(String name, String wanted) {
    return new ReportException(400, name + ": " + wanted + ", please.");
  }

  /** A parameter that the report does not have; {@code known} are those it has. */
  public static ReportException unknownParameter(String name, Collection<String> known) {
    return new ReportException(
        400,
        "There is no parameter "
            + ScimJson.excerpt(name)
            + " here. "
            + (known.isEmpty()
                ? "This takes none."
                : "Known are " + String.join(", ", known) + "."));
  }

  /** Also for what is another tenant's, in the same words. */
  public static ReportException unknown(String what) {
    return new ReportException(404, "There is no such " + what + ".");
  }

  static ReportException of(int status, String detail) {
    return new ReportException(status, detail);
  }

  /** The document of a problem, also of one that was found elsewhere. */
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
