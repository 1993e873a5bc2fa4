package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Looks at a password, for an attempt that {@link SignInBrake} has let through and counted. */
@ApplicationScoped
class PasswordCheck {
  @Inject private Passwords passwords;
  @Inject private SignInBrake brake;

  /**
   * Whether it is the right one.
   *
   * @param account as the brake counts it
   * @param hash empty when there is no such account; that takes as long
   * @throws TooBusy when nobody could look; the attempt then does not count
   */
  boolean isRight(
      TenantId tenant, String account, String source, String password, Optional<String> hash) {
    try {
      return passwords.matches(password, hash);
    } catch (TooBusy e) {
      brake.takeBack(tenant, account, source);
      throw e;
    }
  }
}
