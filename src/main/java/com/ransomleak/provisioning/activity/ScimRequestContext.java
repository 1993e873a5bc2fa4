package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.store.HasOrigin;
import com.ransomleak.provisioning.store.Origin;
import com.ransomleak.provisioning.store.Rewindable;
import com.ransomleak.provisioning.store.TenantId;
import java.security.Principal;
import java.util.UUID;

/**
 * The tenant, token and origin of a SCIM request. It is the principal of the request, so a resource
 * gets it from the {@code SecurityContext}.
 *
 * @param token the token's id; null in rejections of an unknown token
 * @param actor who sent the request
 * @param baseUrl the tenant's public base, {@code https://acme.example.com/scim/v2}, without a
 *     trailing slash
 * @param path the path below the base, without the query, because filters contain personal data
 *     (L-03)
 * @param notes for the activity log; the only part that changes
 */
public record ScimRequestContext(
    TenantId tenant,
    UUID token,
    Actor actor,
    String baseUrl,
    String requestId,
    String method,
    String path,
    ActivityNotes notes)
    implements Principal, Rewindable, HasOrigin {

  /** The context of a write that this service starts itself. */
  public static ScimRequestContext internal(TenantId tenant, Actor actor) {
    return new ScimRequestContext(
        tenant, null, actor, null, null, null, null, new ActivityNotes(new Warnings()));
  }

  /** The same request with the id of its token. */
  public ScimRequestContext withToken(UUID token) {
    return new ScimRequestContext(tenant, token, actor, baseUrl, requestId, method, path, notes);
  }

  /**
   * The context of one operation of this bulk request. It has its own notes and the same request
   * id.
   *
   * @param path below the base, as {@link #path()}
   */
  public ScimRequestContext operation(String method, String path) {
    return new ScimRequestContext(
        tenant,
        token,
        actor,
        baseUrl,
        requestId,
        method,
        path,
        new ActivityNotes(warnings().newEmpty()));
  }

  /** Accepts or rejects deviations of this request. */
  public Warnings warnings() {
    return notes.warnings();
  }

  @Override
  public Origin.Source origin() {
    return switch (actor.kind()) {
      case PROVIDER -> Origin.Source.SCIM;
      case TIMER -> Origin.Source.TIMER;
      case CONFIGURATION -> Origin.Source.CONFIGURATION;
      default -> Origin.Source.ADMIN;
    };
  }

  @Override
  public Runnable mark() {
    return notes.mark();
  }

  /** The token's id, because nothing else identifies a client. */
  @Override
  public String getName() {
    return String.valueOf(token);
  }
}
