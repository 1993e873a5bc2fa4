package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.activity.Exchange;
import com.ransomleak.provisioning.role.Administrators;
import com.ransomleak.provisioning.scim.Tolerances;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import com.ransomleak.provisioning.user.Users;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The appointment of one tenant's first administrator, in one transaction. An EJB, as everything
 * that runs on a server's own threads.
 */
@Stateless
public class FirstAdministrator {
  private static final String RESTORED =
      "The role Administrator may manage integrations again, and nobody can be pushed to it.";

  private record Existing(UUID id, boolean active) {}

  @Inject private Database database;
  @Inject private Administrators administrators;
  @Inject private Users users;
  @Inject private Activity activity;

  /**
   * Makes the user an administrator, and makes the user where there is none; nothing while any
   * administrator has a password. Several nodes may do this at once, and each start again while
   * nobody has set one.
   *
   * @return false when the user exists and is not active
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public boolean appoint(TenantId tenant, String userName) {
    database.enter(tenant.value());
    database.query(
        "select pg_advisory_xact_lock(hashtextextended('first administrator ' || ?, 0))",
        row -> true,
        tenant.toString());
    if (administrators.canSignIn(tenant)) {
      return true;
    }
    Optional<Existing> existing = find(tenant, userName);
    if (existing.isPresent() && !existing.get().active()) {
      return false;
    }
    UUID user = existing.map(Existing::id).orElseGet(() -> create(tenant, userName));
    database.enterForConfiguration(tenant.value());
    boolean restored = administrators.restoreRole(tenant);
    if (administrators.appoint(tenant, user) || restored) {
      activity.record(
          tenant,
          Actor.CONFIGURATION,
          new Event(
              "administrator.appointed",
              "User",
              user.toString(),
              userName,
              0,
              Set.of(),
              restored ? List.of(RESTORED) : List.of()));
    }
    return true;
  }

  private Optional<Existing> find(TenantId tenant, String userName) {
    return database
        .query(
            "select id, active from provisioning.scim_user where tenant_id = ? and user_name_key ="
                + " ?",
            row -> new Existing(row.getObject(1, UUID.class), row.getBoolean(2)),
            tenant.value(),
            CaseFold.key(userName))
        .stream()
        .findFirst();
  }

  private UUID create(TenantId tenant, String userName) {
    JsonObjectBuilder document =
        ScimJson.object()
            .add("schemas", ScimJson.array().add(Schemas.CORE_USER))
            .add("userName", userName);
    if (userName.contains("@")) {
      document.add(
          "emails",
          ScimJson.array()
              .add(
                  ScimJson.object()
                      .add("value", userName)
                      .add("type", "work")
                      .add("primary", true)));
    }
    JsonObject canonical = DocumentReader.read(document.build(), Schemas.user(), new Tolerances());
    return UUID.fromString(
        users.create(tenant, canonical, Exchange.internal(tenant, Actor.CONFIGURATION)).id());
  }
}
