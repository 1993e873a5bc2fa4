package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.role.Privileges;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Sets passwords: by a link that works once and for 24 hours, or for a signed-in user. The SQL
 * function {@code password_link} and other administrators create links. Setting a password ends all
 * sessions of the user and makes the known browsers unknown. Guessing the current password is
 * slowed down and recorded like guessing at sign-in.
 */
@ApplicationScoped
public class PasswordLinks {
  /**
   * A link that somebody opened.
   *
   * @param user null unless the link works, and so is the name
   */
  public record OpenedLink(UUID user, String userName, LinkState state) {
    static OpenedLink rejected(LinkState state) {
      return new OpenedLink(null, null, state);
    }
  }

  @Inject private Sql sql;
  @Inject private Passwords passwords;
  @Inject private PasswordCheck check;
  @Inject private PasswordRepository credentials;
  @Inject private LoginThrottle throttle;
  @Inject private HashingPool hashing;
  @Inject private Privileges privileges;
  @Inject private Activity activity;

  /**
   * Creates a link for an active user. It replaces a previous unused link.
   *
   * @param creator the user of the caller's transaction ({@link AuditedAs})
   * @return the secret part, which follows {@code /set-password#}
   * @throws ScimException if the user is the creator, or has permissions that the creator lacks
   */
  @Transactional
  public String create(TenantId tenant, UUID user, Actor creator) {
    privileges.requireForPasswordLink(tenant, user, creator);
    return sql.of(tenant, "select provisioning.make_password_link(:tenant, :user, :creator)")
        .bind("user", user)
        .bind("creator", creator.name())
        .one(String.class);
  }

  /**
   * Ends the unused link of a user.
   *
   * @return false if there is none
   */
  @Transactional
  public boolean revoke(TenantId tenant, UUID user, Actor actor) {
    // Not now(): a transaction that began before this one could still use the link.
    Optional<String> revoked =
        sql.of(
                tenant,
                """
                with revoked as (
                  update provisioning.password_link set expires_at = created_at
                  where tenant_id = :tenant and user_id = :user and used_at is null and expires_at > now()
                  returning tenant_id, user_id)
                select u.user_name from revoked r
                join provisioning.scim_user u on u.tenant_id = r.tenant_id and u.id = r.user_id
                """)
            .bind("user", user)
            .first(String.class);
    revoked.ifPresent(
        userName ->
            activity.record(
                tenant,
                actor,
                new Event(
                    Action.PASSWORD_LINK_REVOKED,
                    "User",
                    user.toString(),
                    userName,
                    0,
                    new Consequences())));
    return revoked.isPresent();
  }

  /** Whether a link works and for whom, or why not. */
  public OpenedLink open(TenantId tenant, String link) {
    return credentials.open(tenant, link);
  }

  /**
   * Sets the password and opens a session. The link stays valid if the password is rejected.
   *
   * @throws TooBusyException when too many passwords are being checked
   */
  public SignInResult use(TenantId tenant, String link, String password, Actor visitor) {
    OpenedLink opened = open(tenant, link);
    if (opened.state() != LinkState.OPEN) {
      return SignInResult.rejected(opened.state().getKey());
    }
    Optional<String> rejection = rejection(password, opened.userName());
    if (rejection.isPresent()) {
      return SignInResult.rejected(rejection.get());
    }
    String hash = hashing.hash(tenant, true, () -> passwords.hash(password));
    PasswordRepository.Owner owner = new PasswordRepository.Owner(opened.user(), opened.userName());
    Optional<NewSession> session = credentials.setByLink(tenant, link, owner, hash, visitor);
    String otherwise = session.isPresent() ? null : open(tenant, link).state().getKey();
    return SignInResult.of(session, otherwise);
  }

  /**
   * Changes the password of a signed-in user who knows the current one. A new session replaces all
   * others.
   *
   * @param session of the user; only failures in it count
   * @throws TooBusyException when too many passwords are being checked
   */
  public SignInResult change(
      TenantId tenant, UUID session, String current, String password, Actor person) {
    Attempt attempt = Attempt.ofSession(session);
    Optional<Duration> pause = throttle.pause(tenant, attempt, person);
    if (pause.isPresent()) {
      return SignInResult.retryAfter(pause.get());
    }
    PasswordRepository.Owner owner = new PasswordRepository.Owner(person.user(), person.name());
    Optional<String> known = credentials.hash(tenant, person.user());
    PasswordCheck.Result checked = check.check(tenant, attempt, person, current, known);
    if (checked.pause().isPresent()) {
      return SignInResult.retryAfter(checked.pause().get());
    }
    if (!checked.isCorrect()) {
      credentials.recordWrongPassword(tenant, owner, person);
      return SignInResult.rejected("password.wrong");
    }
    credentials.release(tenant, attempt);
    Optional<String> rejection = rejection(password, person.name());
    if (rejection.isPresent()) {
      return SignInResult.rejected(rejection.get());
    }
    String hash = hashing.hash(tenant, true, () -> passwords.hash(password));
    return SignInResult.of(
        credentials.change(tenant, owner, known.orElseThrow(), hash, person), "password.wrong");
  }

  private Optional<String> rejection(String password, String userName) {
    return passwords.rejection(password, List.of(userName, "ransomleak", "provisioning"));
  }
}
