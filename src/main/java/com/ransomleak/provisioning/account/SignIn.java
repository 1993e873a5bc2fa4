package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/**
 * Local accounts with their passwords. An account is bound to a user's id: whoever gets somebody's
 * userName or e-mail address through provisioning does not get the account (known bug 17). An
 * unknown account, a wrong password and a user without the right to sign in are answered alike, and
 * take as long.
 */
@ApplicationScoped
public class SignIn {
  private static final int LONGEST_USER_NAME = 256;

  @Inject private PasswordCheck check;
  @Inject private SignInBrake brake;
  @Inject private Accounts accounts;

  /** What became of an attempt. */
  public sealed interface Result {
    /** The cookie's value. */
    record Open(String session) implements Result {}

    /** Wrong, unknown, inactive, or without any permission: which, only the activity tells. */
    record Refused() implements Result {}

    /** Too many attempts before this one. */
    record Wait(long seconds) implements Result {}
  }

  /**
   * Signs a user in.
   *
   * @param source the address the request came from
   * @param client the User-Agent, or null
   * @throws TooBusy when too many passwords are being checked
   */
  public Result attempt(
      TenantId tenant, String userName, String password, String source, String client) {
    String name = userName.strip();
    name = name.substring(0, Math.min(name.length(), LONGEST_USER_NAME)).replace("\0", "");
    String key = CaseFold.key(name);
    Optional<Duration> wait = brake.attempt(tenant, key, Actor.stranger(client, source));
    if (wait.isPresent()) {
      return new Result.Wait(wait.get().toSeconds());
    }
    Optional<Accounts.Account> account = accounts.find(tenant, key);
    // Not what was typed: people type passwords into the wrong field.
    Actor actor =
        account
            .map(known -> new Actor(known.userName(), known.user(), client, source))
            .orElseGet(() -> Actor.stranger(client, source));
    boolean right =
        check.isRight(tenant, key, source, password, account.map(Accounts.Account::hash));
    Optional<String> session =
        right ? accounts.opened(tenant, account.get(), key, actor) : Optional.empty();
    if (session.isEmpty()) {
      accounts.refused(tenant, actor);
      return new Result.Refused();
    }
    return new Result.Open(session.get());
  }
}
