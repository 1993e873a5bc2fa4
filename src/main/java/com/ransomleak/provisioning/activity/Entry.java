package com.ransomleak.provisioning.activity;

import jakarta.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An entry of the activity log. Values that do not apply are null or empty.
 *
 * @param values the values of changed attributes, if the tenant records values: {@code
 *     {"displayName":{"before":"Ada","after":"Ada L."}}}; of a rejection the attribute whose value
 *     was the reason, see {@link RejectedText}
 * @param consequences each as JSON, for {@link Consequences#texts}
 * @param tolerances warnings with their subjects: {@code {"BOOLEAN_AS_STRING":["active"]}}
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

  public boolean isRejected() {
    return status >= 400;
  }

  /** Whether an identity provider sent the request. */
  public boolean isFromProvider() {
    return actorKind == Actor.Kind.PROVIDER;
  }
}
