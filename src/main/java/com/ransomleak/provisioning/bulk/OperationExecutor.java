package com.ransomleak.provisioning.bulk;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.resource.ResourceHandler;
import com.ransomleak.provisioning.resource.ResourceRequest;
import com.ransomleak.provisioning.role.GroupHandler;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.message.BulkOperation;
import com.ransomleak.provisioning.scim.schema.AttributeSelection;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.EntityTags;
import com.ransomleak.provisioning.store.FailureKind;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.tenant.ApiTokens;
import com.ransomleak.provisioning.user.UserHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.lang.System.Logger;
import java.util.List;

/**
 * Executes the operations of a bulk request like single requests: with the same handlers, a check
 * of the token each time (B-11) and an entry in the activity log.
 */
@ApplicationScoped
class OperationExecutor {
  private static final Logger LOG = System.getLogger(OperationExecutor.class.getName());

  @Inject private UserHandler users;
  @Inject private GroupHandler groups;
  @Inject private ApiTokens tokens;
  @Inject private Activity activity;

  /**
   * Executes one operation.
   *
   * @param id in the path; null for a POST
   * @param data the body; null for a DELETE
   * @return null for a DELETE
   */
  StoredResource execute(
      BulkOperation operation, String id, JsonObject data, ScimRequestContext context) {
    requireLiveToken(context);
    ResourceHandler handler = handler(operation);
    EntityTags ifMatch =
        operation.isPost()
            ? EntityTags.ABSENT
            : handler.ifMatch(context.tenant(), operation.version());
    ResourceRequest request = new ResourceRequest(context, id, selection(operation), ifMatch, data);
    return switch (operation.method()) {
      case "POST" -> handler.create(request);
      case "PUT" -> handler.replace(request);
      case "PATCH" -> handler.patch(request);
      default -> {
        handler.delete(request);
        yield null;
      }
    };
  }

  /** Creates users who refer to each other: all or none. */
  List<StoredResource> createTogether(List<ResourceRequest> requests) {
    requireLiveToken(requests.get(0).context());
    return users.createTogether(requests);
  }

  /** The status of an operation that succeeded. */
  int status(BulkOperation operation) {
    return switch (operation.method()) {
      case "POST" -> 201;
      case "PUT" -> 200;
      case "PATCH" -> handler(operation).returnsPatched(selection(operation)) ? 200 : 204;
      default -> 204;
    };
  }

  /** A response of a bulk request has no resources, so the members of a group are not read. */
  private static AttributeSelection selection(BulkOperation operation) {
    ResourceType type = type(operation);
    boolean withoutMembers = type == Schemas.group() && !operation.method().equals("PATCH");
    return AttributeSelection.of(null, withoutMembers ? "members" : null, type);
  }

  private ResourceHandler handler(BulkOperation operation) {
    return type(operation) == Schemas.user() ? users : groups;
  }

  /**
   * The resource type of the path of an operation.
   *
   * @throws ScimException 404 when there is none
   */
  static ResourceType type(BulkOperation operation) {
    return References.type(operation)
        .orElseThrow(
            () ->
                new ScimException(
                    404,
                    "There is nothing to change at "
                        + ScimJson.excerpt(operation.path())
                        + ". Bulk operations are for /Users and /Groups."));
  }

  /**
   * Records a rejection after the rollback. A 503 is not a rejection.
   *
   * @return false when the database cannot be reached
   */
  boolean recordRejection(
      BulkOperation operation, ScimRequestContext context, ScimException refusal) {
    if (refusal.status() == 503) {
      return true;
    }
    if (operation.data() != null) {
      ResourceHandler handler = "Groups".equals(operation.endpoint()) ? groups : users;
      handler.noteName(context, operation.data());
    }
    try {
      activity.recordRejection(
          context.tenant(), context, refusal, Action.REJECTED, new Consequences());
      return true;
    } catch (RuntimeException e) {
      FailureKind.warn(
          LOG, "A refusal could not be recorded (request " + context.requestId() + ")", e);
      return FailureKind.of(e) != FailureKind.OUTAGE;
    }
  }

  private void requireLiveToken(ScimRequestContext context) {
    if (!tokens.isLive(context.tenant(), context.token())) {
      throw new ScimException(
          401,
          "The token was revoked, replaced or expired while the bulk request was carried out; this"
              + " operation was not. Send it again with the current token.");
    }
  }
}
