package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.store.HasOrigin;
import com.ransomleak.provisioning.store.Origin;
import com.ransomleak.provisioning.store.Rewindable;
import jakarta.json.JsonObject;
import java.util.UUID;

/**
 * Somebody who arrives together with others who name them.
 *
 * @param id the id they will have, which the others' documents may name
 * @param document as it was sent, and canonical for {@link Users}
 */
public record NewUser(UUID id, JsonObject document, ScimRequestContext exchange)
    implements Rewindable, HasOrigin {

  NewUser with(JsonObject canonical) {
    return new NewUser(id, canonical, exchange);
  }

  @Override
  public Runnable mark() {
    return exchange.mark();
  }

  @Override
  public Origin.Source origin() {
    return exchange.origin();
  }
}
