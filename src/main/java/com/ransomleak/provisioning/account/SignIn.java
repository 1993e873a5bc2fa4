package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/**
 * Signs users in with a password. The account belongs to the id of a user: a user who gets the
 * userName or e-mail address of another user through provisioning does not get the account (known
 * bug 17). An unknown account, a wrong password and a user who cannot sign in get the same response
 * after the same time.
 */
@ApplicationScoped
public class SignIn {
  private static final int MAX_USER_NAME_LENGTH = 256;

  @Inject private PasswordCheck check;
  @Inject private LoginThrottle throttle;
  @Inject private LoginRepository accounts;
  @Inject private KnownBrowsers browsers;
  @Inject private Tenants tenants;
  @Inject private MeterRegistry registry;

  /**
   * Signs a user in.
   *
   * @param visitor the address and User-Agent of the request; its name is not read
   * @param browser the value of the browser's cookie, if it has one
   * @throws TooBusyException when too many passwords are being checked
   */
  public SignInResult attempt(
      TenantId tenant, String userName, String password, Actor visitor, Optional<String> browser) {
    String outcome = "failed";
    try {
      SignInResult result = check(tenant, userName, password, visitor, browser);
      outcome = result.outcome();
      return result;
    } catch (TooBusyException e) {
      outcome = "busy";
      throw e;
    } finally {
      registry
          .counter(
              "provisioning.sign.ins",
              "tenant",
              tenants.byId(tenant).subdomain(),
              "outcome",
              outcome)
          .increment();
    }
  }

  private SignInResult check(
      TenantId tenant, String userName, String password, Actor visitor, Optional<String> browser) {
    String name = Shortened.to(MAX_USER_NAME_LENGTH, userName.replace("\0", "").strip());
    String key = CaseFold.key(name);
    Actor unknown = Actor.anonymous(visitor.client(), visitor.source());
    Attempt attempt =
        browser
            .flatMap(secret -> browsers.find(tenant, key, secret))
            .map(Attempt::ofBrowser)
            .orElseGet(() -> Attempt.unknown(key, visitor.source()));
    Optional<Duration> pause = throttle.pause(tenant, attempt, unknown);
    if (pause.isPresent()) {
      return SignInResult.retryAfter(pause.get());
    }
    Optional<LoginRepository.Account> account = accounts.find(tenant, key);
    PasswordCheck.Result checked =
        check.check(tenant, attempt, unknown, password, account.map(LoginRepository.Account::hash));
    if (checked.pause().isPresent()) {
      return SignInResult.retryAfter(checked.pause().get());
    }
    // Not the typed name, because people type passwords into the wrong field.
    Actor actor =
        account
            .map(a -> new Actor(a.userName(), a.user(), visitor.client(), visitor.source()))
            .orElse(unknown);
    Optional<NewSession> session =
        checked.isCorrect()
            ? accounts.open(tenant, account.get(), attempt, actor, browser)
            : Optional.empty();
    if (session.isEmpty()) {
      accounts.recordFailure(tenant, actor);
    }
    return SignInResult.of(session, "signIn.rejected");
  }
}
