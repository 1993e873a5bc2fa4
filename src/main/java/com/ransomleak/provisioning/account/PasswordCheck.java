package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/** Counts an attempt and checks its password when the {@link HashingPool} has capacity. */
@ApplicationScoped
class PasswordCheck {
  @Inject private Passwords passwords;
  @Inject private HashingPool hashing;
  @Inject private LoginThrottle throttle;

  /**
   * The result of an attempt.
   *
   * @param pause how long to wait, if the password was not checked
   */
  record Result(Optional<Duration> pause, boolean isCorrect) {}

  /**
   * Checks a password. An attempt that is rejected because of the load does not count.
   *
   * @param hash of the correct password; empty for an unknown account, which takes as long
   * @throws TooBusyException when too many passwords are being checked
   */
  Result check(
      TenantId tenant, Attempt attempt, Actor visitor, String password, Optional<String> hash) {
    return hashing.hash(
        tenant,
        attempt.known(),
        () -> {
          Optional<Duration> pause = throttle.count(tenant, attempt, visitor);
          return new Result(pause, pause.isEmpty() && passwords.matches(password, hash));
        });
  }
}
