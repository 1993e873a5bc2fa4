package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Setting a password: by a link that works once and for 24 hours (the SQL function {@code
 * password_link} prints one, an administrator can make one for a colleague), or by somebody who is
 * signed in. Either ends all sessions of that user.
 */
@ApplicationScoped
public class PasswordLinks {
  @Inject private Database database;
  @Inject private Passwords passwords;
  @Inject private Sessions sessions;
  @Inject private Activity activity;

  /** Whose password a link sets. */
  public record Owner(UUID user, String userName) {}

  /**
   * What became of setting a password.
   *
   * @param session the cookie's value of a new session, when it was set
   * @param refusal why not, as a key of the message bundle
   */
  public record Outcome(Optional<String> session, Optional<String> refusal) {
    static Outcome refused(String key) {
      return new Outcome(Optional.empty(), Optional.of(key));
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

  /** Whose password this link sets; empty when it was used, is too old or was never made. */
  @Transactional
  public Optional<Owner> owner(TenantId tenant, String secret) {
    return find(tenant, secret, "");
  }

  /** Sets the password and opens a session. The link is used up only when the password is good. */
  @Transactional
  public Outcome use(TenantId tenant, String secret, String password, Actor visitor) {
    // Locked: of two who send the same link at once, one sets the password.
    Optional<Owner> owner = find(tenant, secret, "for no key update of l");
    if (owner.isEmpty()) {
      return Outcome.refused("link.dead");
    }
    Optional<String> refusal = refusal(password, owner.get().userName());
    if (refusal.isPresent()) {
      return Outcome.refused(refusal.get());
    }
    database.update(
        "update provisioning.password_link set used_at = now() where tenant_id = ? and digest = ?",
        tenant.value(),
        Secret.digest(secret));
    return set(tenant, owner.get(), password, visitor);
  }

  /**
   * Changes the password of somebody who is signed in and knows the former one.
   *
   * @return the cookie's value of a new session in place of all former ones
   */
  @Transactional
  public Outcome change(TenantId tenant, UUID user, String former, String password, Actor visitor) {
    database.enter(tenant.value());
    Optional<String> hash =
        database
            .query(
                "select password_hash from provisioning.credential where tenant_id = ? and user_id"
                    + " = ? for no key update",
                row -> row.getString(1),
                tenant.value(),
                user)
            .stream()
            .findFirst();
    if (!passwords.matches(former, hash)) {
      return Outcome.refused("password.wrong");
    }
    Optional<String> refusal = refusal(password, visitor.name());
    if (refusal.isPresent()) {
      return Outcome.refused(refusal.get());
    }
    return set(tenant, new Owner(user, visitor.name()), password, visitor);
  }

  private Optional<Owner> find(TenantId tenant, String secret, String lock) {
    database.enter(tenant.value());
    return database
        .query(
            """
            select u.id, u.document ->> 'userName'
            from provisioning.password_link l
            join provisioning.scim_user u on u.tenant_id = l.tenant_id and u.id = l.user_id and u.active
            where l.tenant_id = ? and l.digest = ? and l.used_at is null and l.expires_at > now()
            """
                + lock,
            row -> new Owner(row.getObject(1, UUID.class), row.getString(2)),
            tenant.value(),
            Secret.digest(secret))
        .stream()
        .findFirst();
  }

  private Outcome set(TenantId tenant, Owner owner, String password, Actor visitor) {
    database.update(
        """
        insert into provisioning.credential (tenant_id, user_id, password_hash) values (?, ?, ?)
        on conflict (tenant_id, user_id) do update set password_hash = excluded.password_hash, changed_at = now()
        """,
        tenant.value(),
        owner.user(),
        passwords.hash(password));
    sessions.endAll(tenant, owner.user());
    activity.record(
        tenant,
        new Actor(owner.userName(), visitor.client(), visitor.source()),
        new Event(
            "password.set",
            "User",
            owner.user().toString(),
            owner.userName(),
            0,
            Set.of(),
            List.of()));
    return new Outcome(Optional.of(sessions.open(tenant, owner.user())), Optional.empty());
  }

  private Optional<String> refusal(String password, String userName) {
    return passwords.refusal(password, List.of(userName, "ransomleak", "provisioning"));
  }
}
