package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.role.Privileges;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Setting a password: by a link that works once and for 24 hours (the SQL function {@code
 * password_link} prints one, an administrator can make one for a colleague), or by a user who is
 * signed in. Both end all sessions of the user and make the known browsers unknown. Guessing the
 * current password is slowed down and recorded like guessing at sign-in.
 */
@ApplicationScoped
public class PasswordLinks {
  @Inject private Jdbi jdbi;
  @Inject private Passwords passwords;
  @Inject private PasswordCheck check;
  @Inject private PasswordRepository credentials;
  @Inject private LoginThrottle brake;
  @Inject private HashPlaces places;
  @Inject private Privileges privileges;

  /**
   * Makes a link for an active user; it replaces a previous unused one.
   *
   * @param maker a person, in whose name the caller's transaction is ({@link AuditedAs})
   * @return the secret part: what stands behind {@code /set-password#}
   * @throws ScimException when the user has permissions that the person lacks, or is that person
   */
  @Transactional
  public String make(TenantId tenant, UUID user, Actor maker) {
    privileges.requireForPasswordLink(tenant, user, maker);
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select provisioning.make_password_link(:tenant, :user, :maker)")
                .bind("tenant", tenant)
                .bind("user", user)
                .bind("maker", maker.name())
                .mapTo(String.class)
                .one());
  }

  /**
   * Sets the password and opens a session. The link is used up only when the password is good.
   *
   * @throws TooBusy when too many passwords are being checked
   */
  public SignInResult use(TenantId tenant, String link, String password, Actor visitor) {
    Optional<PasswordRepository.Owner> owner = credentials.owner(tenant, link);
    if (owner.isEmpty()) {
      return SignInResult.rejected("link.dead");
    }
    Optional<String> refusal = refusal(password, owner.get().userName());
    if (refusal.isPresent()) {
      return SignInResult.rejected(refusal.get());
    }
    String hash = places.hash(tenant, true, () -> passwords.hash(password));
    return SignInResult.of(
        credentials.setByLink(tenant, link, owner.get(), hash, visitor), "link.dead");
  }

  /**
   * Changes the password of somebody who is signed in and knows the current one. A new session
   * replaces all others.
   *
   * @param session of the person; only failures in it count
   * @throws TooBusy when too many passwords are being checked
   */
  public SignInResult change(
      TenantId tenant, UUID session, String current, String password, Actor person) {
    Attempt attempt = Attempt.ofSession(session);
    Optional<Duration> pause = brake.pause(tenant, attempt, person);
    if (pause.isPresent()) {
      return SignInResult.retryAfter(pause.get());
    }
    PasswordRepository.Owner owner = new PasswordRepository.Owner(person.user(), person.name());
    Optional<String> known = credentials.hash(tenant, person.user());
    PasswordCheck.Result checked = check.check(tenant, attempt, person, current, known);
    if (checked.pause().isPresent()) {
      return SignInResult.retryAfter(checked.pause().get());
    }
    if (!checked.isRight()) {
      credentials.unknown(tenant, owner, person);
      return SignInResult.rejected("password.wrong");
    }
    credentials.known(tenant, attempt);
    Optional<String> refusal = refusal(password, person.name());
    if (refusal.isPresent()) {
      return SignInResult.rejected(refusal.get());
    }
    String hash = places.hash(tenant, true, () -> passwords.hash(password));
    return SignInResult.of(
        credentials.change(tenant, owner, known.orElseThrow(), hash, person), "password.wrong");
  }

  private Optional<String> refusal(String password, String userName) {
    return passwords.refusal(password, List.of(userName, "ransomleak", "provisioning"));
  }
}
