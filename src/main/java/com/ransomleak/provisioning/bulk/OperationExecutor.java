package com.ransomleak.provisioning.bulk;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.http.RequestSecurityContext;
import com.ransomleak.provisioning.http.ResourceEndpoint;
import com.ransomleak.provisioning.http.ScimResponses;
import com.ransomleak.provisioning.role.GroupsResource;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.message.BulkOperation;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.FailureKind;
import com.ransomleak.provisioning.tenant.ApiTokens;
import com.ransomleak.provisioning.user.NewUser;
import com.ransomleak.provisioning.user.UsersResource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Operations of a bulk request as the requests that they stand for: through the same resources,
 * with the token looked at each time (B-11), and recorded alike.
 */
@ApplicationScoped
class OperationExecutor {
  private static final Logger LOG = System.getLogger(OperationExecutor.class.getName());

  /** The answer to a group is not kept, so its members need not be read. */
  private static final List<String> UNREAD = List.of("members");

  private static final List<String> ALL = List.of();

  @Inject private UsersResource users;
  @Inject private GroupsResource groups;
  @Inject private ApiTokens tokens;
  @Inject private Activity activity;

  /**
   * One request.
   *
   * @param id in the path; null for a POST
   * @param data the body; null for a DELETE
   * @throws RuntimeException what the error mapper answers with
   */
  Response send(BulkOperation operation, String id, JsonObject data, ScimRequestContext exchange) {
    requireLiveToken(exchange);
    ResourceType type = type(operation);
    boolean user = type == Schemas.user();
    ResourceEndpoint endpoint = user ? users : groups;
    SecurityContext caller = new RequestSecurityContext(exchange);
    String version = operation.version();
    return switch (operation.method()) {
      case "POST" -> endpoint.create(caller, ALL, user ? ALL : UNREAD, utf8(data));
      case "PUT" -> endpoint.replace(caller, id, version, ALL, user ? ALL : UNREAD, utf8(data));
      case "PATCH" -> endpoint.patch(caller, id, version, ALL, ALL, utf8(data));
      default -> endpoint.delete(caller, id, version);
    };
  }

  /** POSTs of people who refer to each other, all or none. */
  List<Response> sendTogether(List<NewUser> arrivals) {
    ScimRequestContext first = arrivals.get(0).exchange();
    requireLiveToken(first);
    return users.createTogether(first.tenant(), arrivals);
  }

  /**
   * The type that the operation's path leads to.
   *
   * @throws ScimException 404 when it leads nowhere
   */
  static ResourceType type(BulkOperation operation) {
    return References.type(operation)
        .orElseThrow(
            () ->
                new ScimException(
                    404,
                    null,
                    "There is nothing to change at "
                        + ScimJson.excerpt(operation.path())
                        + ". Bulk operations are for /Users and /Groups."));
  }

  private static byte[] utf8(JsonObject data) {
    return data == null ? null : ScimJson.write(data).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * After the roll-back; our own outage is no refusal.
   *
   * @return false when the database cannot be reached
   */
  boolean recordRefusal(
      BulkOperation operation, ScimRequestContext exchange, ScimException refusal) {
    if (refusal.status() == 503) {
      return true;
    }
    if (operation.data() != null) {
      boolean group = "Groups".equals(operation.endpoint());
      ScimResponses.noteName(exchange, operation.data(), group ? "displayName" : "userName");
    }
    try {
      activity.recordRefusal(exchange.tenant(), exchange, refusal, "refused", List.of());
      return true;
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "A refusal could not be recorded (request {0}): {1}",
          exchange.requestId(),
          e.getMessage());
      return FailureKind.of(e) != FailureKind.OUTAGE;
    }
  }

  private void requireLiveToken(ScimRequestContext exchange) {
    if (!tokens.isLive(exchange.tenant(), exchange.token())) {
      throw new ScimException(
          401,
          null,
          "The token was revoked, replaced or expired while the bulk request was carried out; this"
              + " operation was not. Send it again with the current token.");
    }
  }
}
