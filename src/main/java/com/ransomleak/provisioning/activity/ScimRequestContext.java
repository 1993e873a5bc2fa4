package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.store.HasOrigin;
import com.ransomleak.provisioning.store.Origin;
import com.ransomleak.provisioning.store.Rewindable;
import com.ransomleak.provisioning.store.TenantId;
import java.security.Principal;
import java.util.UUID;

/**
 * One request of a provisioning client: its tenant, its token, and where it came from. It is the
 * request's principal, so a resource gets it from its {@code SecurityContext}.
 *
 * @param token the token's id; null when the token is unknown, which is so in rejections only
 * @param actor who sent the request
 * @param baseUrl the tenant's public base, {@code https://acme.example.com/scim/v2}, without a
 *     trailing slash
 * @param path the path below the base, without query: filters hold personal data (L-03)
 * @param notes what the activity says about this request; the only part that changes
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

  /**
   * A write that no client asked for, but the use cases of clients carry out.
   *
   * @param actor who wants it
   */
  public static ScimRequestContext internal(TenantId tenant, Actor actor) {
    return new ScimRequestContext(
        tenant, null, actor, null, null, null, null, new ActivityNotes(new Warnings()));
  }

  /**
   * The same request, authenticated.
   *
   * @param token the token's id, or null
   */
  public ScimRequestContext withToken(UUID token) {
    return new ScimRequestContext(tenant, token, actor, baseUrl, requestId, method, path, notes);
  }

  /**
   * One operation of this bulk request as the request that it would be by itself: by the same
   * client, under the same request id, with notes of its own.
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

  /** The token's id: a client is known by nothing else. */
  @Override
  public String getName() {
    return String.valueOf(token);
  }
}
