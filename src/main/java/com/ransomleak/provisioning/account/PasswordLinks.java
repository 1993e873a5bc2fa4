package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Setting a password: by a link that works once and for 24 hours (the SQL function {@code
 * password_link} prints one, an administrator can make one for a colleague), or by somebody who is
 * signed in. Either ends all sessions of that user. Guessing the current one is braked and recorded
 * like guessing at sign-in.
 */
@ApplicationScoped
public class PasswordLinks {
  @Inject private Database database;
  @Inject private Passwords passwords;
  @Inject private PasswordCheck check;
  @Inject private Credentials credentials;
  @Inject private SignInBrake brake;

  /**
   * What became of setting a password.
   *
   * @param session the cookie's value of a new session, when it was set
   * @param refusal why not, as a key of the message bundle
   * @param seconds how long to wait, when that is why not
   */
  public record Outcome(Optional<String> session, Optional<String> refusal, long seconds) {
    static Outcome refused(String key) {
      return new Outcome(Optional.empty(), Optional.of(key), 0);
    }

    private static Outcome of(Optional<String> session, String otherwise) {
      return session.isPresent() ? new Outcome(session, Optional.empty(), 0) : refused(otherwise);
    }
  }

  /**
   * Makes a link for an active user; a former unused one dies.
   *
   * @return the secret part: what stands behind {@code /set-password#}
   */
  @Transactional
  public String make(TenantId tenant, UUID user, String createdBy) {
    return database
        .query(
            "select provisioning.make_password_link(?, ?, ?)",
            row -> row.getString(1),
            tenant.value(),
            user,
            createdBy)
        .get(0);
  }

  /**
   * Sets the password and opens a session. The link is used up only when the password is good.
   *
   * @throws TooBusy when too many passwords are being checked
   */
  public Outcome use(TenantId tenant, String link, String password, Actor visitor) {
    Optional<Credentials.Owner> owner = credentials.owner(tenant, link);
    if (owner.isEmpty()) {
      return Outcome.refused("link.dead");
    }
    Optional<String> refusal = refusal(password, owner.get().userName());
    if (refusal.isPresent()) {
      return Outcome.refused(refusal.get());
    }
    String hash = passwords.hash(password);
    return Outcome.of(credentials.setByLink(tenant, link, owner.get(), hash, visitor), "link.dead");
  }

  /**
   * Changes the password of somebody who is signed in and knows the former one.
   *
   * @return with the cookie's value of a new session in place of all former ones
   * @throws TooBusy when too many passwords are being checked
   */
  public Outcome change(TenantId tenant, UUID user, String former, String password, Actor visitor) {
    String account = CaseFold.key(visitor.name());
    Optional<Duration> wait = brake.attempt(tenant, account, visitor);
    if (wait.isPresent()) {
      return new Outcome(Optional.empty(), Optional.of("signIn.wait"), wait.get().toSeconds());
    }
    Credentials.Owner owner = new Credentials.Owner(user, visitor.name());
    Optional<String> known = credentials.hash(tenant, user);
    if (!check.isRight(tenant, account, visitor.source(), former, known)) {
      credentials.unknown(tenant, owner, visitor);
      return Outcome.refused("password.wrong");
    }
    credentials.known(tenant, account, visitor);
    Optional<String> refusal = refusal(password, visitor.name());
    if (refusal.isPresent()) {
      return Outcome.refused(refusal.get());
    }
    String hash = passwords.hash(password);
    return Outcome.of(
        credentials.change(tenant, owner, known.orElseThrow(), hash, visitor), "password.wrong");
  }

  private Optional<String> refusal(String password, String userName) {
    return passwords.refusal(password, List.of(userName, "ransomleak", "provisioning"));
  }
}
