package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.ChangedAttributes;
import com.ransomleak.provisioning.activity.Consequence;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.http.RequestBodies;
import com.ransomleak.provisioning.resource.ResourceRequest;
import com.ransomleak.provisioning.role.MemberOperations.MemberChanges;
import com.ransomleak.provisioning.role.RoleMembers.MembershipChange;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.patch.PatchOperation;
import com.ransomleak.provisioning.scim.patch.Patcher;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.store.DuplicateException;
import com.ransomleak.provisioning.store.Representation;
import com.ransomleak.provisioning.store.Representation.Kind;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.ResourceRow;
import com.ransomleak.provisioning.store.RetryOnConflict;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.store.TransactionClock;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every write of roles. A change of members is a delta of rows, so it costs the same in a role of
 * ten and of fifty thousand. Reading is {@link RoleQueries}.
 *
 * <p>Round trips, without the token check: create 5, with the naming of the tenant and the commit;
 * replace and patch 5 to 8: name, lock, members (at most two), the last-administrator guard when a
 * member left, role, activity, commit.
 */
@ApplicationScoped
public class Roles {
  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private RoleLocks locks;
  @Inject private TransactionClock clock;
  @Inject private Tenants tenants;
  @Inject private Activity activity;
  @Inject private RequestBodies bodies;
  @Inject private RoleMembers members;
  @Inject private LastAdministratorGuard guard;

  /**
   * Creates a role without permissions, with its first members.
   *
   * @param document canonical, without members
   * @throws ScimException 409 when the name or externalId is taken
   */
  @RetryOnConflict
  @Transactional
  public StoredResource create(
      TenantId tenant,
      ResourceRequest request,
      JsonObject document,
      List<String> memberIds,
      ReturnedMembers returned) {
    locks.beforeCreate(tenant, document, memberIds);
    bodies.requireFits(null, document);
    Role role = new Role(tenant, ResourceId.next(), document, type(tenant), clock.now());
    entities.persist(role);
    DuplicateException.flush(entities, document);
    MemberChanges changes = new MemberChanges();
    changes.add(memberIds);
    MembershipChange effect = members.apply(tenant, role.getId(), changes, request.warnings());
    Event event = event(Action.GROUP_CREATED, 201, role, Set.of(), effect, Optional.empty());
    return recorded(request, event, role, returned);
  }

  /**
   * PUT (RFC 7644 section 3.5.1).
   *
   * @param document canonical, without members
   * @param memberIds empty to keep the members
   * @throws ScimException 404, 412, 409
   */
  @RetryOnConflict
  @Transactional
  public StoredResource replace(
      TenantId tenant,
      ResourceRequest request,
      JsonObject document,
      Optional<List<String>> memberIds,
      ReturnedMembers returned) {
    Role role = locks.byId(tenant, request.id(), memberIds.orElse(List.of()));
    request.ifMatch().requireMatch(role.getVersion());
    MemberChanges changes = new MemberChanges();
    memberIds.ifPresent(changes::replace);
    MembershipChange effect = members.apply(tenant, role.getId(), changes, request.warnings());
    return write(tenant, request, role, document, effect, returned);
  }

  /**
   * PATCH (RFC 7644 section 3.5.2): all operations or none.
   *
   * @throws ScimException 404, 412, 409, or the error of the first invalid operation
   */
  @RetryOnConflict
  @Transactional
  public StoredResource patch(
      TenantId tenant,
      ResourceRequest request,
      List<PatchOperation> operations,
      ReturnedMembers returned) {
    Role role = locks.byId(tenant, request.id(), MemberOperations.newMembers(operations));
    request.ifMatch().requireMatch(role.getVersion());
    MemberOperations toMembers =
        new MemberOperations(members, tenant, role.getId(), request.baseUrl(), request.warnings());
    List<PatchOperation> toDocument = new ArrayList<>();
    for (PatchOperation operation : operations) {
      if (MemberOperations.concerns(operation)) {
        toMembers.take(operation);
      } else {
        toDocument.add(operation);
      }
    }
    JsonObject document =
        toDocument.isEmpty()
            ? role.getDocument()
            : Patcher.apply(
                role.getDocument(), request.id(), toDocument, type(tenant), request.warnings());
    return write(tenant, request, role, document, toMembers.apply(), returned);
  }

  /**
   * DELETE (RFC 7644 section 3.6): deletes the role, its permissions and its memberships. The users
   * stay.
   *
   * @throws ScimException 404, 412, or 409 for a built-in role or one that rejects pushes
   */
  @RetryOnConflict
  @Transactional
  public void delete(TenantId tenant, ResourceRequest request) {
    Role role = locks.byId(tenant, request.id(), List.of());
    request.ifMatch().requireMatch(role.getVersion());
    if (role.isBuiltIn()) {
      throw ScimException.conflict(
          "\""
              + role.getDisplayName()
              + "\" is a built-in role and stays. Unlink the group in your identity provider"
              + " instead.");
    }
    requirePushAllowed(role);
    guard.requireOthers(tenant, role.getId(), Permission.GUARDED);
    entities.remove(role);
    entities.flush();
    activity.record(
        tenant,
        request.context(),
        event(Action.GROUP_DELETED, 204, role, Set.of(), MembershipChange.NONE, Optional.empty()));
  }

  /** Writes a role that exists; its members have been written. */
  private StoredResource write(
      TenantId tenant,
      ResourceRequest request,
      Role role,
      JsonObject document,
      MembershipChange effect,
      ReturnedMembers returned) {
    int status = returned == ReturnedMembers.VERSION ? 204 : 200;
    Set<String> changed = ChangedAttributes.between(role.getDocument(), document);
    if (changed.isEmpty() && effect.isNone()) {
      Event event = event(Action.GROUP_UNCHANGED, status, role, changed, effect, Optional.empty());
      return recorded(request, event, role, returned);
    }
    Optional<JsonObject> values = activity.values(tenant, role.getDocument(), document, changed);
    requirePushAllowed(role);
    if (role.isBuiltIn() && changed.contains("displayName")) {
      throw ScimException.conflict(
          "displayName: \""
              + role.getDisplayName()
              + "\" is a built-in role and keeps its name. Turn off renaming for this group push.");
    }
    if (effect.removed() > 0 && effect.guarded()) {
      guard.requireOne(tenant, role.getId(), effect.passwordLeft());
    }
    if (!changed.isEmpty()) {
      bodies.requireFits(role.getDocument(), document);
      locks.requireNames(tenant, role.getDocument(), document);
      role.setDocument(document, type(tenant));
    }
    if (!effect.isNone()) {
      role.noteMembershipChange();
    }
    DuplicateException.flush(entities, document);
    Event event = event(Action.GROUP_UPDATED, status, role, changed, effect, values);
    return recorded(request, event, role, returned);
  }

  private ResourceType type(TenantId tenant) {
    return tenants.schemas(tenant).group();
  }

  private static void requirePushAllowed(Role role) {
    if (!role.isPushAllowed()) {
      throw ScimException.conflict(
          "\""
              + role.getDisplayName()
              + "\" does not accept group pushes. A tenant admin can allow them under Admin →"
              + " Tenant Settings → Roles.");
    }
  }

  /**
   * Records the change and, in the same round trip, reads the role after it. A later read could
   * return the change of another request with its version.
   */
  private StoredResource recorded(
      ResourceRequest request, Event event, Role role, ReturnedMembers returned) {
    if (returned == ReturnedMembers.VERSION) {
      activity.record(request.tenant(), request.context(), event);
      return new StoredResource(role.getId().toString(), null, role.getVersion());
    }
    ResourceRow row =
        activity.recordAndQuery(
            request.tenant(),
            request.context(),
            event,
            "select * from provisioning.read_role(:tenant, :id, :with_members)",
            ResourceRow.class,
            Map.of("id", role.getId(), "with_members", returned == ReturnedMembers.WITH_MEMBERS));
    return Representation.of(Kind.GROUP, request.baseUrl(), row);
  }

  private static Event event(
      Action action,
      int status,
      Role role,
      Set<String> changed,
      MembershipChange effect,
      Optional<JsonObject> values) {
    return new Event(
        action,
        "Group",
        role.getId().toString(),
        role.getDisplayName(),
        status,
        changed,
        new Consequences()
            .addCount(Consequence.MEMBERS_ADDED, effect.added())
            .addCount(Consequence.MEMBERS_REMOVED, effect.removed()),
        values);
  }
}
