package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.ChangedAttributes;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.activity.Exchange;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.patch.PatchOperation;
import com.ransomleak.provisioning.scim.patch.Patcher;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.EntityTags;
import com.ransomleak.provisioning.store.Failure;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.Retried;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.store.UniqueKey;
import com.ransomleak.provisioning.tenant.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * The tenant's users: every write. Each use case is one transaction, tried again when it meets
 * another one. Reading is {@link UserQueries}.
 *
 * <p>Round trips, without the token check: create 5, with the naming of the tenant and the commit
 * (one more for a department, one for a manager reference); replace and patch 4 (likewise, only
 * when those change, and one more for another userName or externalId); a change that changes
 * nothing 3; delete 9. Deactivating a user or changing the userName costs one more. None grows with
 * the size of a tenant, a group or a document.
 */
@ApplicationScoped
public class Users {
  private static final String ADOPTED = "user.adopted";

  private static final String CURRENT =
      "select id, resource, version from provisioning.user_resource where tenant_id = ? and id = ?";

  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Database database;
  @Inject private UserLocks locks;
  @Inject private Tenants tenants;
  @Inject private Activity activity;
  @Inject private Instance<UserFollower> followers;
  @Inject private ManagerAddress addresses;

  /**
   * Creates a user.
   *
   * @param document a canonical document, without id, meta and groups
   * @throws UserExists when userName or externalId is taken
   */
  @Retried
  @Transactional
  public StoredResource create(TenantId tenant, JsonObject document, Exchange exchange) {
    locks.enter(tenant, exchange, UserLocks.names(document));
    return insert(tenant, ResourceId.next(), document, exchange);
  }

  /**
   * Creates several users who name each other as managers by the ids that they will have: all of
   * them or nobody.
   *
   * @return them, in the same order, as they are when all are there
   * @throws ArrivalRefused when userName or externalId of one is taken
   */
  @Retried
  @Transactional
  public List<StoredResource> createTogether(TenantId tenant, List<Arrival> people) {
    locks.enter(
        tenant,
        people.get(0).exchange(),
        people.stream()
            .map(person -> UserLocks.names(person.document()))
            .flatMap(Set::stream)
            .toList());
    for (int i = 0; i < people.size(); i++) {
      Arrival person = people.get(i);
      ArrivalRefused.unless(
          i, () -> insert(tenant, person.id(), person.document(), person.exchange()));
    }
    return people.stream()
        .map(
            person ->
                database.query(CURRENT, StoredResource::of, tenant.value(), person.id()).get(0))
        .toList();
  }

  /**
   * Gives the record of an inactive user to the person who now arrives with its externalId, under a
   * userName that is free: the same id, active unless the request says otherwise (§Dec-18: after a
   * change of userName Okta deactivates the former user and posts a new one).
   *
   * @throws ScimException the refusal, when the holder of the externalId is active
   */
  @Retried
  @Transactional
  public StoredResource adopt(
      TenantId tenant, JsonObject document, Exchange exchange, ScimException refusal) {
    User user =
        locks
            .byExternalId(
                tenant, UserChange.externalId(document).orElseThrow(() -> refusal), exchange)
            .filter(holder -> !UserChange.isActive(holder.getDocument()))
            .orElseThrow(() -> refusal);
    return write(user, tenant, withActive(document, JsonValue.TRUE), exchange, ADOPTED, 201);
  }

  /**
   * PUT (RFC 7644 section 3.5.1). An absent {@code active} keeps the state (§Dec-3), everything
   * else absent is cleared.
   *
   * @throws ScimException 404, 412, 409
   */
  @Retried
  @Transactional
  public StoredResource replace(
      TenantId tenant, String id, JsonObject document, EntityTags ifMatch, Exchange exchange) {
    return change(
        tenant, id, ifMatch, exchange, former -> withActive(document, former.get("active")));
  }

  /**
   * PATCH (RFC 7644 section 3.5.2): all operations or none.
   *
   * @throws ScimException 404, 412, 409, or what the operations deserve
   */
  @Retried
  @Transactional
  public StoredResource patch(
      TenantId tenant,
      String id,
      List<PatchOperation> operations,
      EntityTags ifMatch,
      Exchange exchange) {
    return change(
        tenant,
        id,
        ifMatch,
        exchange,
        former ->
            withActive(
                Patcher.apply(former, id, operations, type(tenant), exchange.tolerances()),
                former.get("active")));
  }

  /**
   * DELETE (RFC 7644 section 3.6): gone for SCIM, kept as history.
   *
   * @throws ScimException 404, 412, or 409 for the last administrator
   */
  @Retried
  @Transactional
  public void delete(TenantId tenant, String id, EntityTags ifMatch, Exchange exchange) {
    // Locked against references too: from here on nobody adds the user to a role or reports to it.
    User user = locks.forDelete(tenant, id, exchange);
    ifMatch.requireMatch(user.getVersion());
    database.update(
        "insert into provisioning.deleted_user (tenant_id, id, document, created_at) select"
            + " tenant_id, id, document, created_at from provisioning.scim_user where tenant_id = ?"
            + " and id = ?",
        tenant.value(),
        user.getId());
    UserChange change = new UserChange(tenant, user.getId(), user.getDocument(), null);
    followers.forEach(follower -> follower.beforeWrite(change, user));
    followers.forEach(follower -> follower.afterWrite(change));
    followers.forEach(follower -> follower.afterUsers(change));
    entities.remove(user);
    entities.flush();
    activity.record(tenant, exchange, event("user.deleted", 204, change, List.of()));
  }

  private StoredResource insert(TenantId tenant, UUID id, JsonObject document, Exchange exchange) {
    UserNames.check(null, document);
    JsonObject resolved = addresses.resolve(tenant, withActive(document, JsonValue.TRUE));
    User user = new User(tenant, id, resolved, type(tenant));
    UserChange change = new UserChange(tenant, user.getId(), null, user.getDocument());
    followers.forEach(follower -> follower.beforeWrite(change, user));
    entities.persist(user);
    flush(document);
    followers.forEach(follower -> follower.afterWrite(change));
    followers.forEach(follower -> follower.afterUsers(change));
    return recorded(exchange, "user.created", 201, change, List.of());
  }

  private StoredResource change(
      TenantId tenant,
      String id,
      EntityTags ifMatch,
      Exchange exchange,
      UnaryOperator<JsonObject> edit) {
    User user = locks.byId(tenant, id, exchange);
    ifMatch.requireMatch(user.getVersion());
    return write(user, tenant, edit.apply(user.getDocument()), exchange, "user.updated", 200);
  }

  /** The one way in which a user that exists is written. */
  private StoredResource write(
      User user,
      TenantId tenant,
      JsonObject requested,
      Exchange exchange,
      String action,
      int status) {
    JsonObject document = addresses.resolve(tenant, requested, user);
    UserChange change = new UserChange(tenant, user.getId(), user.getDocument(), document);
    if (action.equals(ADOPTED)) {
      change
          .consequences()
          .add(UserChange.isActive(document) ? "Active again." : "Still inactive, as it was sent.");
    }
    Set<String> changed = ChangedAttributes.between(user.getDocument(), document);
    if (changed.isEmpty()) {
      return recorded(exchange, "user.unchanged", status, change, changed);
    }
    UserNames.check(user.getDocument(), document);
    locks.requireNames(tenant, user.getDocument(), document);
    user.setDocument(document, type(tenant));
    followers.forEach(follower -> follower.beforeWrite(change, user));
    flush(document);
    followers.forEach(follower -> follower.afterWrite(change));
    followers.forEach(follower -> follower.afterUsers(change));
    return recorded(exchange, change.activityAction(action), status, change, changed);
  }

  private ResourceType type(TenantId tenant) {
    return tenants.schemas(tenant).user();
  }

  private void flush(JsonObject document) {
    try {
      entities.flush();
    } catch (PersistenceException e) {
      Optional<UniqueKey> taken = Failure.uniqueKey(e);
      if (taken.isPresent()) {
        throw new UserExists(taken.get(), document);
      }
      throw e;
    }
  }

  /** The activity and the user as it is now, in one round trip. */
  private StoredResource recorded(
      Exchange exchange, String action, int status, UserChange change, Collection<String> changed) {
    return activity
        .recordAndQuery(
            change.tenant(),
            exchange,
            event(action, status, change, changed),
            CURRENT,
            StoredResource::of,
            change.tenant().value(),
            change.id())
        .get(0);
  }

  private Event event(String action, int status, UserChange change, Collection<String> changed) {
    String userName =
        change.after().or(change::before).map(user -> user.getString("userName")).orElse(null);
    return new Event(
        action,
        "User",
        change.id().toString(),
        userName,
        status,
        changed,
        change.consequences(),
        change
            .before()
            .flatMap(
                before ->
                    change
                        .after()
                        .flatMap(
                            after -> activity.values(change.tenant(), before, after, changed))));
  }

  private static JsonObject withActive(JsonObject document, JsonValue active) {
    return document.containsKey("active")
        ? document
        : ScimJson.object(document).add("active", active).build();
  }
}
