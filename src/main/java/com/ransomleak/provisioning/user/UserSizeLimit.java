package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.http.RequestBodies;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Rejects a write after which a user would have more bytes than a resource may have. */
@ApplicationScoped
class UserSizeLimit implements UserChangeListener {
  @Inject private RequestBodies bodies;

  @Override
  public void beforeWrite(UserChange change, User user) {
    change.after().ifPresent(after -> bodies.requireFits(change.before().orElse(null), after));
  }
}
