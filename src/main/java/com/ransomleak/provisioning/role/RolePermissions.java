package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.Retried;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What roles allow, and whether SCIM may push to them: an admin's side of roles. SCIM's side is
 * {@link Roles}.
 */
@ApplicationScoped
public class RolePermissions {
  private static final String OVERVIEW =
      """
      select r.id, r.document ->> 'displayName', r.built_in, r.push_allowed,
        (select count(*) from provisioning.role_member m where m.tenant_id = r.tenant_id and m.role_id = r.id),
        array(select permission from provisioning.role_permission p
          where p.tenant_id = r.tenant_id and p.role_id = r.id order by permission)
      from provisioning.role r where r.tenant_id = ?
      """;

  private static final String MEMBER =
      """
      select u.id, u.document ->> 'userName', coalesce(u.document ->> 'displayName', ''), u.active, m.added_at,
        array(select provisioning.permissions_of(u.tenant_id, u.id))
      from provisioning.role_member m
      join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
      where m.tenant_id = ? and m.role_id = ?
      """;

  @Inject private Database database;
  @Inject private AdministratorGuard guard;
  @Inject private Privileges privileges;
  @Inject private Activity activity;

  /** A role as the console shows it. */
  public record Overview(
      UUID id,
      String name,
      boolean builtIn,
      boolean pushAllowed,
      long members,
      Set<Permission> permissions) {}

  /**
   * Somebody who has a role.
   *
   * @param permissions by all roles
   */
  public record Member(
      UUID id,
      String userName,
      String displayName,
      boolean active,
      OffsetDateTime since,
      Set<Permission> permissions) {}

  /**
   * Who would gain or lose something: active members without the permission from another role.
   *
   * @param names the userNames of some of them
   */
  public record Affected(long people, List<String> names) {}

  /** By name, at most this many. */
  @Transactional
  public List<Overview> list(TenantId tenant, String search, String afterName, int limit) {
    database.enter(tenant.value());
    return database.query(
        OVERVIEW
            + " and r.name_key > ? and position(? in r.name_key) > 0 order by r.name_key"
            + " limit ?",
        RolePermissions::overview,
        tenant.value(),
        afterName,
        CaseFold.key(search),
        limit);
  }

  /** Empty for an id that is no role of this tenant. */
  @Transactional
  public Optional<Overview> find(TenantId tenant, String id) {
    database.enter(tenant.value());
    return ResourceId.of(id).flatMap(known -> overview(tenant, known));
  }

  /** Members in the order of their ids, after the one given. */
  @Transactional
  public List<Member> members(TenantId tenant, UUID role, UUID after, int limit) {
    database.enter(tenant.value());
    return database.query(
        MEMBER + " and m.user_id > ? order by m.user_id limit ?",
        RolePermissions::member,
        tenant.value(),
        role,
        after,
        limit);
  }

  /** A member by id; empty for somebody who has not, or no longer, this role. */
  @Transactional
  public Optional<Member> member(TenantId tenant, UUID role, String user) {
    database.enter(tenant.value());
    return ResourceId.of(user).stream()
        .flatMap(
            id ->
                database
                    .query(
                        MEMBER + " and m.user_id = ?",
                        RolePermissions::member,
                        tenant.value(),
                        role,
                        id)
                    .stream())
        .findFirst();
  }

  /** Whom it concerns when this role gets, or loses, a permission. */
  @Transactional
  public Affected affected(TenantId tenant, UUID role, Permission permission) {
    database.enter(tenant.value());
    return database
        .query(
            """
            with concerned as (
              select u.document ->> 'userName' as name, u.id
              from provisioning.role_member m
              join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id and u.active
              where m.tenant_id = ? and m.role_id = ? and not exists (
                select from provisioning.role_member o
                join provisioning.role_permission p on p.tenant_id = o.tenant_id and p.role_id = o.role_id
                where o.tenant_id = m.tenant_id and o.user_id = m.user_id and o.role_id <> m.role_id and p.permission = ?))
            select count(*), array(select name from concerned order by id limit 10) from concerned
            """,
            row -> new Affected(row.getLong(1), List.of((String[]) row.getArray(2).getArray())),
            tenant.value(),
            role,
            permission.name())
        .get(0);
  }

  /**
   * Changes what a role allows. With the first administrative permission the role stops taking
   * pushes.
   *
   * @param seen what the admin saw before: when it is no longer so, nothing happens
   * @return false in that case, and for an unknown role
   * @throws com.ransomleak.provisioning.scim.ScimException when nobody would be left who can manage
   *     integrations, or roles, or when {@link Privileges} do not let this person
   */
  @Retried
  @Transactional
  public boolean change(
      TenantId tenant, UUID role, Set<Permission> seen, Set<Permission> wanted, Actor actor) {
    Optional<Overview> before = locked(tenant, role);
    if (before.isEmpty() || !before.get().permissions().equals(seen)) {
      return false;
    }
    Set<Permission> gained = difference(wanted, seen);
    Set<Permission> lost = difference(seen, wanted);
    privileges.requireForChange(tenant, role, gained, actor);
    guard.lockForGrant(tenant, gained);
    guard.requireOthers(tenant, role, lost);
    database.update(
        "delete from provisioning.role_permission where tenant_id = ? and role_id = ? and"
            + " permission = any (?)",
        tenant.value(),
        role,
        names(lost));
    database.update(
        "insert into provisioning.role_permission (tenant_id, role_id, permission) select ?, ?,"
            + " unnest(?)",
        tenant.value(),
        role,
        names(gained));
    List<String> consequences = new ArrayList<>();
    gained.forEach(permission -> consequences.add("Granted " + permission.title() + "."));
    lost.forEach(permission -> consequences.add("Took " + permission.title() + " away."));
    boolean becomesAdministrative =
        gained.stream().anyMatch(Permission::isAdministrative)
            && seen.stream().noneMatch(Permission::isAdministrative);
    if (becomesAdministrative && before.get().pushAllowed()) {
      setPushAllowed(tenant, role, false);
      consequences.add("SCIM may no longer push to this role.");
    }
    record(tenant, before.get(), "role.permissions_changed", consequences, actor);
    return true;
  }

  /**
   * Whether SCIM may push to the role, administrative or not.
   *
   * @return false when it is so already, and for an unknown role
   * @throws com.ransomleak.provisioning.scim.ScimException when {@link Privileges} do not let this
   *     person allow it
   */
  @Retried
  @Transactional
  public boolean allowPush(TenantId tenant, UUID role, boolean allowed, Actor actor) {
    Optional<Overview> before = locked(tenant, role);
    if (before.isEmpty() || before.get().pushAllowed() == allowed) {
      return false;
    }
    if (allowed) {
      privileges.requireForPushes(tenant, before.get().permissions(), actor);
    }
    setPushAllowed(tenant, role, allowed);
    record(
        tenant,
        before.get(),
        allowed ? "role.push_allowed" : "role.push_refused",
        List.of(),
        actor);
    return true;
  }

  private Optional<Overview> locked(TenantId tenant, UUID role) {
    database.enter(tenant.value());
    database.query(
        "select id from provisioning.role where tenant_id = ? and id = ? for no key update",
        row -> true,
        tenant.value(),
        role);
    return overview(tenant, role);
  }

  private Optional<Overview> overview(TenantId tenant, UUID role) {
    return database
        .query(OVERVIEW + " and r.id = ?", RolePermissions::overview, tenant.value(), role)
        .stream()
        .findFirst();
  }

  private void setPushAllowed(TenantId tenant, UUID role, boolean allowed) {
    database.update(
        "update provisioning.role set push_allowed = ? where tenant_id = ? and id = ?",
        allowed,
        tenant.value(),
        role);
  }

  private void record(
      TenantId tenant, Overview role, String action, List<String> consequences, Actor actor) {
    activity.record(
        tenant,
        actor,
        new Event(action, "Group", role.id().toString(), role.name(), 0, Set.of(), consequences));
  }

  private static Member member(ResultSet row) throws SQLException {
    return new Member(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        row.getBoolean(4),
        row.getObject(5, OffsetDateTime.class),
        Permission.named((String[]) row.getArray(6).getArray()));
  }

  private static Overview overview(ResultSet row) throws SQLException {
    return new Overview(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getBoolean(3),
        row.getBoolean(4),
        row.getLong(5),
        Permission.named((String[]) row.getArray(6).getArray()));
  }

  private static Set<Permission> difference(Set<Permission> of, Set<Permission> without) {
    Set<Permission> rest = new TreeSet<>(of);
    rest.removeAll(without);
    return rest;
  }

  private static String[] names(Set<Permission> permissions) {
    return permissions.stream().map(Enum::name).toArray(String[]::new);
  }
}
