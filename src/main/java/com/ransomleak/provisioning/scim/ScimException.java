package com.ransomleak.provisioning.scim;

import java.util.Optional;

/**
 * A request that cannot be done, as RFC 7644 section 3.12 tells it to the client:
 *
 * <pre>{@code
 * {"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],
 *  "status":"400","scimType":"invalidFilter","detail":"…what is wrong with which attribute, and what to do…"}
 * }</pre>
 *
 * Unchecked, so that a container-managed transaction rolls back. The detail is read by an Okta
 * admin: name the attribute, the reason and the remedy; never SQL, class names or data of others.
 */
public class ScimException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A name from a request may be as long as its body. */
  private static final int MAX_DETAIL_LENGTH = 1_000;

  private final int status;
  private final ScimType type;

  /**
   * Makes an error of any status.
   *
   * @param status the HTTP status, 400 to 599
   * @param type the keyword, or null where the RFC has none for this status
   * @param detail a sentence or two for the person at the other end
   */
  public ScimException(int status, ScimType type, String detail) {
    super(
        detail == null || detail.length() <= MAX_DETAIL_LENGTH
            ? detail
            : detail.substring(0, MAX_DETAIL_LENGTH) + "…");
    this.status = status;
    this.type = type;
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

  /** 409 for every verb: §Dec-21 of the matrix. */
  public static ScimException uniqueness(String detail) {
    return new ScimException(409, ScimType.UNIQUENESS, detail);
  }

  /** 409 without a keyword: the resource's state forbids it, for example a protected role. */
  public static ScimException conflict(String detail) {
    return new ScimException(409, null, detail);
  }

  /**
   * The same words for an unknown id, a deleted one, one that is no UUID, and another tenant's
   * (R-03).
   */
  public static ScimException notFound(String resourceType, String id) {
    return new ScimException(404, null, resourceType + " \"" + id + "\" not found.");
  }

  /** RFC 7644 section 3.14: the version given with If-Match is not the current one (V-03). */
  public static ScimException preconditionFailed(String detail) {
    return new ScimException(412, null, detail);
  }

  public int status() {
    return status;
  }

  public Optional<ScimType> type() {
    return Optional.ofNullable(type);
  }

  /** The sentence for the client; never null. */
  public String detail() {
    return getMessage();
  }
}
