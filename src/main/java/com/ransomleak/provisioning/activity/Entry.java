package com.ransomleak.provisioning.activity;

import jakarta.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One line of the activity, as it was recorded; what does not apply is null or empty.
 *
 * @param values what changed attributes were and became, where the tenant's settings keep it:
 *     {@code {"displayName":{"before":"Ada","after":"Ada L."}}}
 * @param tolerances names of deviations, each with what it was used for: {@code
 *     {"boolean-as-text":["active"]}}
 */
public record Entry(
    UUID id,
    OffsetDateTime at,
    Actor.Kind actorKind,
    String actor,
    String action,
    String resourceType,
    String resourceId,
    String resourceName,
    int status,
    String scimType,
    String detail,
    List<String> changed,
    Optional<JsonObject> values,
    List<String> consequences,
    JsonObject tolerances,
    String method,
    String path,
    String client,
    String source,
    String requestId) {

  public boolean isRefused() {
    return status >= 400;
  }

  /** Whether a provisioning client did it. */
  public boolean isExchange() {
    return actorKind == Actor.Kind.PROVIDER;
  }
}
