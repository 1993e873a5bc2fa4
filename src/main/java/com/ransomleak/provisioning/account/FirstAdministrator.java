package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
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
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.user.Users;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * The appointment of one tenant's first administrator, in one transaction. An EJB, as everything
 * that runs on a server's own threads.
 */
@Origin(Origin.Source.CONFIGURATION)
@Stateless
public class FirstAdministrator {
  private static final String RESTORED =
      "The role Administrator may manage integrations again, and nobody can be pushed to it.";

  /**
   * A user with the configured userName.
   *
   * @param unclaimed whether it has neither name nor externalId, as an earlier start created it,
   *     and no identity provider has sent anything about it as far back as the activity goes
   */
  record Existing(UUID id, boolean active, boolean unclaimed, String document) {}

  @Inject private Jdbi jdbi;
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
      activity.record(
          tenant,
          Actor.CONFIGURATION,
          new Event(
              Action.ADMINISTRATOR_APPOINTED,
              "User",
              user.toString(),
              userName,
              0,
              Set.of(),
              restored ? List.of(RESTORED) : List.of()));
    }
    return true;
  }

  /** One node after the other. */
  private void lock(TenantId tenant) {
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select pg_advisory_xact_lock(hashtextextended('first administrator ' || :tenant, 0)) is null
                    """)
                .bind("tenant", tenant.toString())
                .mapTo(Boolean.class)
                .one());
  }

  private Optional<Existing> find(TenantId tenant, String userName) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select u.id, u.active, not jsonb_exists(u.document::jsonb, 'name') and u.external_id is null
                        and not exists (select from provisioning.activity a where a.tenant_id = u.tenant_id
                          and a.resource_id = u.id::text and a.actor_kind = 'provider') as unclaimed,
                      u.document
                    from provisioning.scim_user u where u.tenant_id = :tenant and u.user_name_key = :key
                    """)
                .bind("tenant", tenant)
                .bind("key", CaseFold.key(userName))
                .mapTo(Existing.class)
                .findOne());
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

  /** What identity providers expect of everybody. */
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
