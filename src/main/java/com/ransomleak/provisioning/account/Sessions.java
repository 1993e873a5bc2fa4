package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The sessions of the console, in the database: each request asks for its session, its user and
 * that user's permissions in one statement, so whoever is deactivated or loses a role is out at
 * once, on every node. The cookie holds 256 random bits, the database their digest.
 */
@ApplicationScoped
public class Sessions {
  @Inject private Database database;
  @Inject private AccountSettings settings;
  @Inject private Activity activity;

  /**
   * Opens a session in the caller's transaction, which has named the tenant.
   *
   * @return the cookie's value
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public String open(TenantId tenant, UUID user) {
    String secret = Secret.next();
    database.update(
        "insert into provisioning.console_session (tenant_id, id, user_id, digest, expires_at)"
            + " values (?, ?, ?, ?, now() + cast(? as interval))",
        tenant.value(),
        ResourceId.next(),
        user,
        Secret.digest(secret),
        settings.lifetime().toString());
    return secret;
  }

  /**
   * Who has this session. One round trip.
   *
   * @param tenant the tenant of the request's host: on another one's host this is no session
   * @param visit whether a person asks, and not the page by itself, which must not keep a session
   *     alive
   */
  @Transactional
  public Optional<SignedIn> find(TenantId tenant, String subdomain, String secret, boolean visit) {
    return database
        .query(
            "select id, user_id, user_name, display_name, permissions from"
                + " provisioning.read_session(?, ?, cast(? as interval), ?)",
            row ->
                new SignedIn(
                    new Tenant(tenant, subdomain),
                    row.getObject(1, UUID.class),
                    row.getObject(2, UUID.class),
                    row.getString(3),
                    row.getString(4),
                    permissions((String[]) row.getArray(5).getArray()),
                    Secret.derived(secret, "form")),
            tenant.value(),
            Secret.digest(secret),
            settings.idleTime().toString(),
            visit)
        .stream()
        .findFirst();
  }

  /** Ends one session: somebody signs out, or signs in anew. */
  @Transactional
  public void end(TenantId tenant, UUID session, Actor actor) {
    database.enter(tenant.value());
    List<UUID> users =
        database.query(
            "delete from provisioning.console_session where tenant_id = ? and id = ? returning"
                + " user_id",
            row -> row.getObject(1, UUID.class),
            tenant.value(),
            session);
    for (UUID user : users) {
      activity.record(
          tenant,
          actor,
          new Event(
              "session.ended", "User", user.toString(), actor.name(), 0, Set.of(), List.of()));
    }
  }

  /** Ends all sessions of a user, in the caller's transaction; a changed password does. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void endAll(TenantId tenant, UUID user) {
    database.update(
        "delete from provisioning.console_session where tenant_id = ? and user_id = ?",
        tenant.value(),
        user);
  }

  private static Set<Permission> permissions(String[] names) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    Arrays.stream(names).map(Permission::valueOf).forEach(permissions::add);
    return permissions;
  }
}
