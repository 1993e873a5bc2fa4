package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/** Counts an attempt and looks at its password, both when a place for a hash is free. */
@ApplicationScoped
class PasswordCheck {
  @Inject private Passwords passwords;
  @Inject private HashPlaces places;
  @Inject private LoginThrottle brake;

  /**
   * What came of an attempt.
   *
   * @param pause how long to wait, when nobody looked at the password
   */
  record Result(Optional<Duration> pause, boolean isRight) {}

  /**
   * Checks a password. An attempt for which there is no place leaves nothing behind.
   *
   * @param hash of the right password; empty when there is no such account, which takes as long
   * @throws TooBusy when too many passwords are being checked
   */
  Result check(
      TenantId tenant, Attempt attempt, Actor visitor, String password, Optional<String> hash) {
    return places.hash(
        tenant,
        attempt.known(),
        () -> {
          Optional<Duration> pause = brake.count(tenant, attempt, visitor);
          return new Result(pause, pause.isEmpty() && passwords.matches(password, hash));
        });
  }
}
