package com.ransomleak.provisioning.resource;

import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.schema.AttributeSelection;
import com.ransomleak.provisioning.store.EntityTags;
import com.ransomleak.provisioning.store.HasOrigin;
import com.ransomleak.provisioning.store.Origin;
import com.ransomleak.provisioning.store.Rewindable;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.json.JsonObject;

/**
 * A request for one user or group, from HTTP or from a bulk operation.
 *
 * @param id the id in the path; null for a POST. Users that a bulk request creates together get
 *     their id before they exist.
 * @param selection the attributes of the response; null for a DELETE
 * @param ifMatch the versions that the request may change
 * @param body null for GET and DELETE
 */
public record ResourceRequest(
    ScimRequestContext context,
    String id,
    AttributeSelection selection,
    EntityTags ifMatch,
    JsonObject body)
    implements Rewindable, HasOrigin {

  /**
   * A write by the product itself.
   *
   * @param id null to create a resource
   */
  public static ResourceRequest internal(TenantId tenant, Actor actor, String id) {
    return new ResourceRequest(
        ScimRequestContext.internal(tenant, actor), id, null, EntityTags.ABSENT, null);
  }

  public TenantId tenant() {
    return context.tenant();
  }

  public String baseUrl() {
    return context.baseUrl();
  }

  public Warnings warnings() {
    return context.warnings();
  }

  @Override
  public Runnable mark() {
    return context.mark();
  }

  @Override
  public Origin.Source origin() {
    return context.origin();
  }
}
