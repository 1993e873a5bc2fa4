package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;

/**
 * Says to the database who is behind a transaction, for what its own functions write into the
 * activity: that a person did it and not operations, and from where.
 */
@ApplicationScoped
public class OnBehalf {
  @Inject private Database database;

  /** Does the work in a transaction of this person. */
  @Transactional
  public <T> T of(TenantId tenant, Actor person, Supplier<T> work) {
    database.query(
        "select provisioning.enter_as_person(?, ?, ?, ?)",
        row -> true,
        tenant.value(),
        person.user(),
        person.client(),
        person.source());
    return work.get();
  }
}
