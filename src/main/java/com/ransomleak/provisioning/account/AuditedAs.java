package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * Tells the database which user of the console acts, so that SQL functions can record the user and
 * the address in the activity log.
 */
@ApplicationScoped
public class AuditedAs {
  @Inject private Jdbi jdbi;

  /** Runs the work in a transaction of this user. */
  @Transactional
  public <T> T of(TenantId tenant, Actor person, Supplier<T> work) {
    jdbi.useHandle(
        handle ->
            handle
                .createQuery("select provisioning.set_actor(:person, :client, :source)")
                .bind("person", person.user())
                .bind("client", person.client())
                .bind("source", person.source())
                .mapTo(Boolean.class)
                .one());
    return work.get();
  }
}
