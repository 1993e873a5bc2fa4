package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Consequence;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.resource.ResourceRequest;
import com.ransomleak.provisioning.role.Administrators;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.settings.AdministratorOptions;
import com.ransomleak.provisioning.store.Origin;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.user.Users;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * Appoints the first administrator of a tenant, in one transaction. An EJB, like everything that
 * runs on threads of the server.
 */
@Origin(Origin.Source.CONFIGURATION)
@Stateless
public class FirstAdministrator {
  /**
   * A user with the configured userName.
   *
   * @param unclaimed whether a start created it without name and externalId, and the activity log
   *     has no request of an identity provider about it
   */
  record Existing(UUID id, boolean active, boolean unclaimed, String document) {}

  @Inject private Sql sql;
  @Inject private Administrators administrators;
  @Inject private Users users;
  @Inject private Activity activity;

  /**
   * Makes the user an administrator, and creates the user if necessary. Does nothing if an
   * administrator has a password. Several nodes can call this at the same time. Each start calls it
   * again until an administrator has set a password.
   *
   * @return false when the user exists and is inactive
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public boolean appoint(TenantId tenant, AdministratorOptions configured) {
    String userName = configured.userName();
    lock(tenant);
    Optional<Existing> existing = find(tenant, userName);
    existing.filter(Existing::unclaimed).ifPresent(user -> complete(tenant, user, configured));
    if (administrators.canSignIn(tenant)) {
      return true;
    }
    if (existing.isPresent() && !existing.get().active()) {
      return false;
    }
    UUID user = existing.map(Existing::id).orElseGet(() -> create(tenant, configured));
    boolean restored = administrators.restoreRole(tenant);
    if (administrators.appoint(tenant, user) || restored) {
      Consequences consequences = new Consequences();
      if (restored) {
        consequences.add(Consequence.ADMINISTRATOR_ROLE_RESTORED);
      }
      activity.record(
          tenant,
          Actor.CONFIGURATION,
          new Event(
              Action.ADMINISTRATOR_APPOINTED, "User", user.toString(), userName, 0, consequences));
    }
    return true;
  }

  /** Lets other nodes wait until the transaction ends. */
  private void lock(TenantId tenant) {
    sql.of(
            tenant,
            """
            select pg_advisory_xact_lock(hashtextextended('first administrator ' || :tenant, 0)) is null
            """)
        .one(Boolean.class);
  }

  private Optional<Existing> find(TenantId tenant, String userName) {
    return sql.of(
            tenant,
            """
            select u.id, u.active, not jsonb_exists(u.document::jsonb, 'name') and u.external_id is null
                and not exists (select from provisioning.activity a where a.tenant_id = u.tenant_id
                  and a.resource_id = u.id::text and a.actor_kind = 'provider') as unclaimed,
              u.document
            from provisioning.scim_user u where u.tenant_id = :tenant and u.user_name_key = :key
            """)
        .bind("key", CaseFold.key(userName))
        .first(Existing.class);
  }

  private UUID create(TenantId tenant, AdministratorOptions configured) {
    JsonObject document =
        ScimJson.object()
            .add("schemas", ScimJson.array().add(Schemas.CORE_USER))
            .add("userName", configured.userName())
            .build();
    return UUID.fromString(
        users.create(tenant, request(tenant, null), completed(document, configured)).id());
  }

  private void complete(TenantId tenant, Existing user, AdministratorOptions configured) {
    JsonObject document = ScimJson.parse(user.document().getBytes(StandardCharsets.UTF_8));
    users.replace(tenant, request(tenant, user.id().toString()), completed(document, configured));
  }

  /** With the attributes that identity providers expect. */
  private static JsonObject completed(JsonObject document, AdministratorOptions configured) {
    JsonObjectBuilder complete =
        ScimJson.object(document)
            .add(
                "name",
                ScimJson.object()
                    .add("givenName", configured.givenName())
                    .add("familyName", configured.familyName()))
            .add("displayName", configured.givenName() + " " + configured.familyName());
    if (configured.userName().contains("@") && !document.containsKey("emails")) {
      complete.add(
          "emails",
          ScimJson.array()
              .add(
                  ScimJson.object()
                      .add("value", configured.userName())
                      .add("type", "work")
                      .add("primary", true)));
    }
    return DocumentReader.read(complete.build(), Schemas.user(), new Warnings());
  }

  private static ResourceRequest request(TenantId tenant, String id) {
    return ResourceRequest.internal(tenant, Actor.CONFIGURATION, id);
  }
}
