package com.ransomleak.provisioning.http;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.EntityTags;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Which versions of a resource a write may change. */
@ApplicationScoped
public class IfMatch {
  @Inject private Tenants tenants;

  /**
   * Reads the header of a write to a resource that exists.
   *
   * @param header the header's value, or null when it was not sent
   * @throws ScimException 400 when it is no list of entity tags; 428 when there is none, for a
   *     tenant that demands one (V-07, RFC 6585 section 3)
   */
  public EntityTags read(ScimRequestContext exchange, String header) {
    if (header == null && tenants.options(exchange.tenant()).requireIfMatch()) {
      throw new ScimException(
          428,
          null,
          "This tenant takes changes with an If-Match header only, so that nobody overwrites what"
              + " they have not seen. Read the resource and send its ETag as If-Match.");
    }
    return EntityTags.parse("If-Match", header);
  }
}
