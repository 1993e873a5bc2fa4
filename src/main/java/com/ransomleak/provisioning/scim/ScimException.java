package com.ransomleak.provisioning.scim;

import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Optional;

/**
 * A request that cannot be fulfilled, with the members of the error response (RFC 7644 section
 * 3.12):
 *
 * <pre>{@code
 * {"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],
 *  "status":"400","scimType":"invalidFilter","detail":"…what is wrong with which attribute, and what to do…"}
 * }</pre>
 *
 * Unchecked, so that a container-managed transaction rolls back. Administrators read the detail: it
 * names the attribute, the reason and the remedy, never SQL, class names or data of other users.
 */
public class ScimException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Details contain names from requests, which can be as long as the body. */
  private static final int MAX_DETAIL_LENGTH = 1_000;

  private final int status;
  private final ScimType type;
  private final transient Map<String, String> headers;
  private transient RejectedValue rejectedValue;

  /**
   * What a request was rejected for.
   *
   * @param attribute in attribute notation
   * @param value as it was sent, which may be personal data or a secret
   */
  public record RejectedValue(String attribute, JsonValue value) {}

  /**
   * An error of any status.
   *
   * @param status the HTTP status, 400 to 599
   * @param type the keyword, or null where the RFC has none for this status
   * @param detail one or two sentences; longer text is cut
   */
  public ScimException(int status, ScimType type, String detail) {
    this(status, type, detail, Map.of());
  }

  /** The same, for an error whose response has these headers. */
  public ScimException(int status, ScimType type, String detail, Map<String, String> headers) {
    super(detail == null ? null : bounded(detail));
    this.status = status;
    this.type = type;
    this.headers = headers;
  }

  /** Without characters that PostgreSQL cannot store: the activity keeps the detail. */
  private static String bounded(String detail) {
    String text = Shortened.to(MAX_DETAIL_LENGTH, detail);
    return (text.length() < detail.length() ? text + "…" : text)
        .replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
  }

  /** An error without a keyword. */
  public ScimException(int status, String detail) {
    this(status, null, detail);
  }

  public static ScimException invalidFilter(String detail) {
    return new ScimException(400, ScimType.INVALID_FILTER, detail);
  }

  public static ScimException invalidSyntax(String detail) {
    return new ScimException(400, ScimType.INVALID_SYNTAX, detail);
  }

  public static ScimException invalidPath(String detail) {
    return new ScimException(400, ScimType.INVALID_PATH, detail);
  }

  public static ScimException invalidValue(String detail) {
    return new ScimException(400, ScimType.INVALID_VALUE, detail);
  }

  public static ScimException noTarget(String detail) {
    return new ScimException(400, ScimType.NO_TARGET, detail);
  }

  public static ScimException mutability(String detail) {
    return new ScimException(400, ScimType.MUTABILITY, detail);
  }

  /** 409 for every method (Dec-21). */
  public static ScimException uniqueness(String detail) {
    return new ScimException(409, ScimType.UNIQUENESS, detail);
  }

  /** 409 without a keyword: the state of the resource forbids the change. */
  public static ScimException conflict(String detail) {
    return new ScimException(409, detail);
  }

  /**
   * The same text for an id that is unknown, deleted, not a UUID or of another tenant, so that it
   * reveals nothing.
   */
  public static ScimException notFound(String resourceType, String id) {
    return new ScimException(404, resourceType + " \"" + id + "\" not found.");
  }

  /** The version given with If-Match is not the current version (RFC 7644 section 3.14, V-03). */
  public static ScimException preconditionFailed(String detail) {
    return new ScimException(412, detail);
  }

  /**
   * Names the value that is the reason. It is for the activity log of tenants that record values;
   * the detail does not contain it.
   *
   * @return this error
   */
  public ScimException because(String attribute, JsonValue value) {
    rejectedValue = new RejectedValue(attribute, value);
    return this;
  }

  /** The value that is the reason; empty if no single value is. */
  public Optional<RejectedValue> rejectedValue() {
    return Optional.ofNullable(rejectedValue);
  }

  public int status() {
    return status;
  }

  /** Headers of the response, such as Retry-After. */
  public Map<String, String> headers() {
    return headers;
  }

  public Optional<ScimType> type() {
    return Optional.ofNullable(type);
  }

  public String detail() {
    return getMessage();
  }
}
