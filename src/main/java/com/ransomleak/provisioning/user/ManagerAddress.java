package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces a manager that is given only by address (RFC 7643 section 8.7.1: {@code $ref} is
 * readWrite) by a reference to its id, because documents store references by value.
 *
 * <pre>{@code
 * {"$ref": "https://acme.example.com/scim/v2/Users/01a2…"}   {"value": "01a2…"}
 * {"$ref": "../Users/01a2…"}                                 {"value": "01a2…"}
 * }</pre>
 */
@ApplicationScoped
class ManagerAddress {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:.*/)?Users/([^/?#]+)/?", Pattern.CASE_INSENSITIVE);

  @Inject private Sql sql;

  /** The document of a new user. */
  JsonObject resolve(TenantId tenant, JsonObject document) {
    return resolve(tenant, document, UnaryOperator.identity());
  }

  /**
   * The document of an existing user. If a client sends back the address of the current manager,
   * the reference stays as it was sent first.
   */
  JsonObject resolve(TenantId tenant, JsonObject document, User user) {
    return resolve(
        tenant,
        document,
        id ->
            user.hasManager(id) ? UserChange.managerReference(user.getDocument()).orElse(id) : id);
  }

  /**
   * The document with the manager's id; unchanged if it has a manager by value or none.
   *
   * @param kept what an id is kept as
   * @throws ScimException invalidValue when the address is not that of a user of this tenant. Ids
   *     are never reused, so such a user cannot be created later
   */
  private JsonObject resolve(TenantId tenant, JsonObject document, UnaryOperator<String> kept) {
    JsonObject extension = document.getJsonObject(Schemas.ENTERPRISE_USER);
    JsonObject manager = extension == null ? null : extension.getJsonObject("manager");
    if (manager == null || !manager.containsKey("$ref")) {
      return document;
    }
    var reference = ScimJson.object(manager).remove("$ref");
    if (!manager.containsKey("value")) {
      reference.add("value", kept.apply(id(tenant, manager.getString("$ref"))));
    }
    return ScimJson.object(document)
        .add(Schemas.ENTERPRISE_USER, ScimJson.object(extension).add("manager", reference))
        .build();
  }

  private String id(TenantId tenant, String address) {
    Matcher matcher = ADDRESS.matcher(address);
    return Optional.of(matcher)
        .filter(Matcher::matches)
        .flatMap(found -> ResourceId.of(found.group(1)))
        .filter(id -> isUser(tenant, id))
        .map(UUID::toString)
        .orElseThrow(
            () ->
                ScimException.invalidValue(
                    Schemas.MANAGER.sub("$ref")
                        + " is not the address of a user here; send the address of one, such as"
                        + " ../Users/<id>, or say in manager.value who the manager is."));
  }

  private boolean isUser(TenantId tenant, UUID id) {
    return sql.of(
            tenant,
            "select exists (select from provisioning.scim_user where tenant_id = :tenant"
                + " and id = :id)")
        .bind("id", id)
        .one(Boolean.class);
  }
}
