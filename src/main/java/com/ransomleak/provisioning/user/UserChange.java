package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A write of a user: the document before and after it, and its consequences.
 *
 * @param before empty when the user is created
 * @param after empty when it is deleted
 * @param referred false when no manager reference can mean the user
 * @param consequences listeners add to them
 */
public record UserChange(
    TenantId tenant,
    UUID id,
    Optional<JsonObject> before,
    Optional<JsonObject> after,
    boolean referred,
    Consequences consequences) {
  UserChange(TenantId tenant, UUID id, JsonObject before, JsonObject after, boolean referred) {
    this(
        tenant,
        id,
        Optional.ofNullable(before),
        Optional.ofNullable(after),
        referred,
        new Consequences());
  }

  UserChange(TenantId tenant, UUID id, JsonObject before, JsonObject after) {
    this(tenant, id, before, after, true);
  }

  public static Optional<String> department(JsonObject document) {
    return text(enterprise(document), "department");
  }

  /** The manager reference as the identity provider sent it. */
  public static Optional<String> managerReference(JsonObject document) {
    return enterprise(document).get("manager") instanceof JsonObject manager
        ? text(manager, "value")
        : Optional.empty();
  }

  /** The manager reference as a key, without case and surrounding blanks. */
  public static Optional<String> managerKey(JsonObject document) {
    return managerReference(document).map(String::strip).map(CaseFold::key);
  }

  public static Optional<String> externalId(JsonObject document) {
    return text(document, "externalId");
  }

  /**
   * The keys by which other users can refer to this user as their manager, folded like references:
   * id, externalId, employeeNumber, userName, e-mail addresses.
   */
  public Set<String> managerKeys(JsonObject document) {
    return managerKeys(id, document);
  }

  static Set<String> managerKeys(UUID id, JsonObject document) {
    Set<String> keys = new TreeSet<>();
    keys.add(id.toString());
    externalId(document).map(String::strip).map(CaseFold::key).ifPresent(keys::add);
    text(enterprise(document), "employeeNumber").map(CaseFold::key).ifPresent(keys::add);
    text(document, "userName").map(CaseFold::key).ifPresent(keys::add);
    if (document.get("emails") instanceof JsonArray emails) {
      for (JsonObject email : emails.getValuesAs(JsonObject.class)) {
        text(email, "value").map(CaseFold::key).ifPresent(keys::add);
      }
    }
    return keys;
  }

  /**
   * The action in the activity log: an update that changes {@code active} is {@code
   * user.deactivated} or {@code user.reactivated}.
   *
   * @param action the action of other writes
   */
  Action activityAction(Action action) {
    boolean wasActive = before.map(UserChange::isActive).orElse(false);
    boolean isActive = after.map(UserChange::isActive).orElse(false);
    if (action != Action.USER_UPDATED || wasActive == isActive) {
      return action;
    }
    return isActive ? Action.USER_REACTIVATED : Action.USER_DEACTIVATED;
  }

  /** Whether the userName changes in more than case. */
  public boolean hasOtherUserName() {
    return before.isPresent()
        && after.isPresent()
        && !text(before.get(), "userName")
            .map(CaseFold::key)
            .equals(text(after.get(), "userName").map(CaseFold::key));
  }

  public static boolean isActive(JsonObject document) {
    return JsonValue.TRUE.equals(document.get("active"));
  }

  private static JsonObject enterprise(JsonObject document) {
    return document.get(Schemas.ENTERPRISE_USER) instanceof JsonObject extension
        ? extension
        : JsonValue.EMPTY_JSON_OBJECT;
  }

  private static Optional<String> text(JsonObject object, String name) {
    return Optional.ofNullable(object.getString(name, null));
  }
}
