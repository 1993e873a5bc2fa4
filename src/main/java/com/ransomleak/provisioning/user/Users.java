package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.ChangedAttributes;
import com.ransomleak.provisioning.activity.Consequence;
import com.ransomleak.provisioning.http.RequestBodies;
import com.ransomleak.provisioning.resource.ResourceRequest;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.patch.PatchOperation;
import com.ransomleak.provisioning.scim.patch.Patcher;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.store.DuplicateException;
import com.ransomleak.provisioning.store.Representation;
import com.ransomleak.provisioning.store.Representation.Kind;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.RetryOnConflict;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.store.TransactionClock;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Every write of users. Each use case is one transaction, repeated after a conflict with another
 * one. {@link UserQueries} reads users.
 *
 * <p>Round trips, without the token check but with the naming of the tenant and the commit: create
 * 5 (one more for a department, for a manager reference, and when another user has a manager
 * reference to the user); replace and patch 5 (one more for each of these that changes, and for
 * another userName or externalId); a change that changes nothing 4; delete 10. Deactivating a user
 * or changing the userName costs one more. None grows with the size of a tenant, a group or a
 * document.
 */
@ApplicationScoped
public class Users {
  private static final Action ADOPTED = Action.USER_ADOPTED;

  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private UserLocks locks;
  @Inject private TransactionClock clock;
  @Inject private Tenants tenants;
  @Inject private UserActivity activity;
  @Inject private Instance<UserChangeListener> listeners;
  @Inject private ManagerAddress addresses;
  @Inject private RequestBodies bodies;

  /**
   * Creates a user.
   *
   * @param document canonical, without id, meta and groups
   * @throws DuplicateException when userName or externalId is taken
   */
  @RetryOnConflict
  @Transactional
  public StoredResource create(TenantId tenant, ResourceRequest request, JsonObject document) {
    UUID id = ResourceId.next();
    Set<String> keys = UserChange.managerKeys(id, document);
    boolean referred =
        locks.beforeCreate(tenant, UserLocks.names(document), keys)
            || UserChange.managerKey(document).filter(keys::contains).isPresent();
    return insert(tenant, request, id, document, referred);
  }

  /**
   * Creates users who name each other as managers by the ids of their requests: all or none.
   *
   * @return the users, in the same order, as they are when all exist
   * @throws BulkCreateException when userName or externalId of one is taken
   */
  @RetryOnConflict
  @Transactional
  public List<StoredResource> createTogether(
      TenantId tenant, List<ResourceRequest> requests, List<JsonObject> documents) {
    locks.beforeCreate(
        tenant, documents.stream().map(UserLocks::names).flatMap(Set::stream).toList(), Set.of());
    for (int i = 0; i < requests.size(); i++) {
      ResourceRequest request = requests.get(i);
      JsonObject document = documents.get(i);
      BulkCreateException.at(
          i, () -> insert(tenant, request, UUID.fromString(request.id()), document, true));
    }
    return requests.stream().map(activity::current).toList();
  }

  /**
   * Gives an inactive user to the person who arrives with its externalId and an unused userName:
   * the same id, active unless the request says otherwise (§Dec-18).
   *
   * @throws ScimException the given error, when the user with the externalId is active or has the
   *     userName too. PostgreSQL names the externalId for both if its index is older, as after
   *     pg_restore
   */
  @RetryOnConflict
  @Transactional
  public StoredResource adopt(
      TenantId tenant, ResourceRequest request, JsonObject document, ScimException error) {
    User user =
        UserChange.externalId(document)
            .flatMap(externalId -> locks.byExternalId(tenant, externalId))
            .filter(found -> !UserChange.isActive(found.getDocument()))
            .filter(found -> !userNameKey(found.getDocument()).equals(userNameKey(document)))
            .orElseThrow(() -> error);
    return write(tenant, request, user, withActive(document, JsonValue.TRUE), ADOPTED, 201);
  }

  /**
   * PUT (RFC 7644 section 3.5.1). An absent {@code active} keeps the state (§Dec-3), everything
   * else absent is cleared.
   *
   * @throws ScimException 404, 412, 409
   */
  @RetryOnConflict
  @Transactional
  public StoredResource replace(TenantId tenant, ResourceRequest request, JsonObject document) {
    return change(tenant, request, before -> withActive(document, before.get("active")));
  }

  /**
   * PATCH (RFC 7644 section 3.5.2): all operations or none.
   *
   * @throws ScimException 404, 412, 409, or the error of the first invalid operation
   */
  @RetryOnConflict
  @Transactional
  public StoredResource patch(
      TenantId tenant, ResourceRequest request, List<PatchOperation> operations) {
    return change(
        tenant,
        request,
        before ->
            withActive(
                Patcher.apply(before, request.id(), operations, type(tenant), request.warnings()),
                before.get("active")));
  }

  /**
   * DELETE (RFC 7644 section 3.6): hidden from SCIM, kept as history.
   *
   * @throws ScimException 404, 412, or 409 for the last administrator
   */
  @RetryOnConflict
  @Transactional
  public void delete(TenantId tenant, ResourceRequest request) {
    // The lock excludes new references: nobody adds the user to a role or reports to it.
    User user = locks.forDelete(tenant, request.id());
    request.ifMatch().requireMatch(user.getVersion());
    entities.persist(user.deleted());
    UserChange change = new UserChange(tenant, user.getId(), user.getDocument(), null);
    listeners.forEach(listener -> listener.beforeWrite(change, user));
    listeners.forEach(listener -> listener.afterWrite(change));
    listeners.forEach(listener -> listener.afterUsers(change));
    noteInactive(change, user.getDocument());
    entities.remove(user);
    entities.flush();
    activity.recordOnly(request.context(), Action.USER_DELETED, 204, change);
  }

  /**
   * Inserts a user.
   *
   * @param referred whether another user may have a manager reference to it
   */
  private StoredResource insert(
      TenantId tenant, ResourceRequest request, UUID id, JsonObject document, boolean referred) {
    UserNames.check(null, document);
    JsonObject resolved = addresses.resolve(tenant, withActive(document, JsonValue.TRUE));
    bodies.requireFits(null, resolved);
    User user = new User(tenant, id, resolved, type(tenant), clock.now());
    UserChange change = new UserChange(tenant, id, null, resolved, referred);
    noteInactive(change, resolved);
    write(change, user, document, () -> entities.persist(user));
    if (referred || user.hasManager()) {
      return activity.record(request.context(), Action.USER_CREATED, 201, change, List.of());
    }
    activity.recordOnly(request.context(), Action.USER_CREATED, 201, change);
    return Representation.of(Kind.USER, request.baseUrl(), user.toRow());
  }

  private StoredResource change(
      TenantId tenant, ResourceRequest request, UnaryOperator<JsonObject> edit) {
    User user = locks.byId(tenant, request.id());
    request.ifMatch().requireMatch(user.getVersion());
    return write(tenant, request, user, edit.apply(user.getDocument()), Action.USER_UPDATED, 200);
  }

  /** Writes a user that exists. */
  private StoredResource write(
      TenantId tenant,
      ResourceRequest request,
      User user,
      JsonObject requested,
      Action action,
      int status) {
    JsonObject before = user.getDocument();
    JsonObject document = addresses.resolve(tenant, requested, user);
    UserChange change = new UserChange(tenant, user.getId(), before, document);
    if (action == ADOPTED) {
      change
          .consequences()
          .add(
              UserChange.isActive(document)
                  ? Consequence.USER_REACTIVATED
                  : Consequence.USER_STILL_INACTIVE);
    }
    Set<String> changed = ChangedAttributes.between(before, document);
    if (changed.isEmpty()) {
      return activity.record(request.context(), Action.USER_UNCHANGED, status, change, changed);
    }
    UserNames.check(before, document);
    bodies.requireFits(before, document);
    locks.requireNames(tenant, before, document);
    user.setDocument(document, type(tenant));
    write(change, user, document, () -> {});
    return activity.record(
        request.context(), change.activityAction(action), status, change, changed);
  }

  /** The report of changes leaves out a user who is created or deleted without access. */
  private static void noteInactive(UserChange change, JsonObject document) {
    if (!UserChange.isActive(document)) {
      change.consequences().add(Consequence.USER_INACTIVE);
    }
  }

  private void write(UserChange change, User user, JsonObject document, Runnable persist) {
    listeners.forEach(listener -> listener.beforeWrite(change, user));
    persist.run();
    DuplicateException.flush(entities, document);
    listeners.forEach(listener -> listener.afterWrite(change));
    listeners.forEach(listener -> listener.afterUsers(change));
  }

  private ResourceType type(TenantId tenant) {
    return tenants.schemas(tenant).user();
  }

  private static String userNameKey(JsonObject document) {
    return CaseFold.key(document.getString("userName"));
  }

  private static JsonObject withActive(JsonObject document, JsonValue active) {
    return document.containsKey("active")
        ? document
        : ScimJson.object(document).add("active", active).build();
  }
}
