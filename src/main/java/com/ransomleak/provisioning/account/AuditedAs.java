package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * Names the user who is signed in to the console to the database. Activity rows that SQL functions
 * write then show who did it, and from where.
 */
@ApplicationScoped
public class AuditedAs {
  @Inject private Jdbi jdbi;

  /** Does the work in a transaction of this person. */
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
