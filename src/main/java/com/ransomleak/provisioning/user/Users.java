package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.activity.ChangedAttributes;
import com.ransomleak.provisioning.activity.ScimRequestContext;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.patch.PatchOperation;
import com.ransomleak.provisioning.scim.patch.Patcher;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.store.EntityTags;
import com.ransomleak.provisioning.store.FailureKind;
import com.ransomleak.provisioning.store.Representation;
import com.ransomleak.provisioning.store.Representation.Kind;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.RetryOnConflict;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.store.TransactionClock;
import com.ransomleak.provisioning.store.UniqueKey;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * The tenant's users: every write. Each use case is one transaction, tried again when it meets
 * another one. Reading is {@link UserQueries}.
 *
 * <p>Round trips, without the token check but with the naming of the tenant and the commit: create
 * 5 (one more for a department, for a manager reference, and when somebody waits for the user);
 * replace and patch 5 (one more for each of these that changes, and for another userName or
 * externalId); a change that changes nothing 4; delete 10. Deactivating a user or changing the
 * userName costs one more. None grows with the size of a tenant, a group or a document.
 */
@ApplicationScoped
public class Users {
  private static final String ADOPTED = "user.adopted";

  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private UserLocks locks;
  @Inject private TransactionClock clock;
  @Inject private Tenants tenants;
  @Inject private UserActivity activity;
  @Inject private Instance<UserChangeListener> followers;
  @Inject private ManagerAddress addresses;

  /**
   * Creates a user.
   *
   * @param document a canonical document, without id, meta and groups
   * @throws UserExists when userName or externalId is taken
   */
  @RetryOnConflict
  @Transactional
  public StoredResource create(TenantId tenant, JsonObject document, ScimRequestContext exchange) {
    UUID id = ResourceId.next();
    Set<String> keys = UserChange.managerKeys(id, document);
    boolean referred =
        locks.beforeCreate(tenant, UserLocks.names(document), keys)
            || UserChange.managerKey(document).filter(keys::contains).isPresent();
    return insert(tenant, id, document, exchange, referred);
  }

  /**
   * Creates several users who name each other as managers by the ids that they will have: all of
   * them or nobody.
   *
   * @return them, in the same order, as they are when all are there
   * @throws BulkCreateException when userName or externalId of one is taken
   */
  @RetryOnConflict
  @Transactional
  public List<StoredResource> createTogether(TenantId tenant, List<NewUser> people) {
    locks.beforeCreate(
        tenant,
        people.stream()
            .map(person -> UserLocks.names(person.document()))
            .flatMap(Set::stream)
            .toList(),
        Set.of());
    for (int i = 0; i < people.size(); i++) {
      NewUser person = people.get(i);
      BulkCreateException.unless(
          i, () -> insert(tenant, person.id(), person.document(), person.exchange(), true));
    }
    String baseUrl = people.get(0).exchange().baseUrl();
    return people.stream().map(person -> activity.current(tenant, person.id(), baseUrl)).toList();
  }

  /**
   * Gives the record of an inactive user to the person who now arrives with its externalId, under a
   * userName that is free: the same id, active unless the request says otherwise (§Dec-18: after a
   * change of userName Okta deactivates the former user and posts a new one).
   *
   * @throws ScimException the refusal, when the holder of the externalId is active
   */
  @RetryOnConflict
  @Transactional
  public StoredResource adopt(
      TenantId tenant, JsonObject document, ScimRequestContext exchange, ScimException refusal) {
    User user =
        locks
            .byExternalId(tenant, UserChange.externalId(document).orElseThrow(() -> refusal))
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
  @RetryOnConflict
  @Transactional
  public StoredResource replace(
      TenantId tenant,
      String id,
      JsonObject document,
      EntityTags ifMatch,
      ScimRequestContext exchange) {
    return change(
        tenant, id, ifMatch, exchange, former -> withActive(document, former.get("active")));
  }

  /**
   * PATCH (RFC 7644 section 3.5.2): all operations or none.
   *
   * @throws ScimException 404, 412, 409, or what the operations deserve
   */
  @RetryOnConflict
  @Transactional
  public StoredResource patch(
      TenantId tenant,
      String id,
      List<PatchOperation> operations,
      EntityTags ifMatch,
      ScimRequestContext exchange) {
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
  @RetryOnConflict
  @Transactional
  public void delete(TenantId tenant, String id, EntityTags ifMatch, ScimRequestContext exchange) {
    // Locked against references too: from here on nobody adds the user to a role or reports to it.
    User user = locks.forDelete(tenant, id);
    ifMatch.requireMatch(user.getVersion());
    entities.persist(user.deleted());
    UserChange change = new UserChange(tenant, user.getId(), user.getDocument(), null);
    followers.forEach(follower -> follower.beforeWrite(change, user));
    followers.forEach(follower -> follower.afterWrite(change));
    followers.forEach(follower -> follower.afterUsers(change));
    entities.remove(user);
    entities.flush();
    activity.recordOnly(exchange, "user.deleted", 204, change);
  }

  /**
   * Inserts a user.
   *
   * @param referred whether somebody may have a manager reference to it
   */
  private StoredResource insert(
      TenantId tenant,
      UUID id,
      JsonObject document,
      ScimRequestContext exchange,
      boolean referred) {
    UserNames.check(null, document);
    JsonObject resolved = addresses.resolve(tenant, withActive(document, JsonValue.TRUE));
    User user = new User(tenant, id, resolved, type(tenant), clock.now());
    UserChange change = new UserChange(tenant, id, null, resolved, referred);
    followers.forEach(follower -> follower.beforeWrite(change, user));
    entities.persist(user);
    flush(document);
    followers.forEach(follower -> follower.afterWrite(change));
    followers.forEach(follower -> follower.afterUsers(change));
    if (referred || user.hasManager()) {
      return activity.record(exchange, "user.created", 201, change, List.of());
    }
    activity.recordOnly(exchange, "user.created", 201, change);
    return Representation.of(Kind.USER, exchange.baseUrl(), user.toRow());
  }

  private StoredResource change(
      TenantId tenant,
      String id,
      EntityTags ifMatch,
      ScimRequestContext exchange,
      UnaryOperator<JsonObject> edit) {
    User user = locks.byId(tenant, id);
    ifMatch.requireMatch(user.getVersion());
    return write(user, tenant, edit.apply(user.getDocument()), exchange, "user.updated", 200);
  }

  /** The one way in which a user that exists is written. */
  private StoredResource write(
      User user,
      TenantId tenant,
      JsonObject requested,
      ScimRequestContext exchange,
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
      return activity.record(exchange, "user.unchanged", status, change, changed);
    }
    UserNames.check(user.getDocument(), document);
    locks.requireNames(tenant, user.getDocument(), document);
    user.setDocument(document, type(tenant));
    followers.forEach(follower -> follower.beforeWrite(change, user));
    flush(document);
    followers.forEach(follower -> follower.afterWrite(change));
    followers.forEach(follower -> follower.afterUsers(change));
    return activity.record(exchange, change.activityAction(action), status, change, changed);
  }

  private ResourceType type(TenantId tenant) {
    return tenants.schemas(tenant).user();
  }

  private void flush(JsonObject document) {
    try {
      entities.flush();
    } catch (PersistenceException e) {
      Optional<UniqueKey> taken = FailureKind.uniqueKey(e);
      if (taken.isPresent()) {
        throw new UserExists(taken.get(), document);
      }
      throw e;
    }
  }

  private static JsonObject withActive(JsonObject document, JsonValue active) {
    return document.containsKey("active")
        ? document
        : ScimJson.object(document).add("active", active).build();
  }
}
