package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.ManagementChain.Above;
import com.ransomleak.provisioning.report.ManagementChain.Below;
import com.ransomleak.provisioning.report.People.Person;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.tenant.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Everything known of one person, as of now. Ten statements, whatever the size of the tenant. */
@ApplicationScoped
public class PersonReport {
  @Inject private Database database;
  @Inject private Tenants tenants;
  @Inject private People people;
  @Inject private ManagementChain chain;
  @Inject private AttributeSources sources;

  /**
   * A role that somebody has.
   *
   * @param source whose doing that is
   */
  public record HeldRole(
      UUID id, String name, OffsetDateTime since, Set<Permission> permissions, Source source) {}

  /**
   * A permission, and the roles that give it: taking all but one of them away takes nothing.
   *
   * @param effective false while the person is inactive: then no permission counts
   */
  public record Effective(Permission permission, boolean effective, List<HeldRole> by) {
    /** {@code MANAGE_ROLES by role Auditors since 2026-11-24T08:00Z}. */
    String explanation() {
      String roles =
          by.stream()
              .map(role -> "role " + role.name() + " since " + role.since())
              .collect(Collectors.joining(" and "));
      return permission
          + " by "
          + roles
          + (effective ? "." : "; it does not count while the person is inactive.");
    }
  }

  /**
   * What the identity provider sent as the manager.
   *
   * @param pendingSince null while it leads to somebody, and for one that is too long to be a key
   * @param people whom it means, by the first kind of key that finds anybody: one when a line is
   *     there or will be after the next sweep
   */
  public record Reference(String value, boolean pending, OffsetDateTime pendingSince, long people) {
    /** Why it leads to nobody; only while it is pending. */
    public String reason() {
      if (people == 0) {
        return "Nobody is known by it.";
      }
      return people == 1
          ? "One person is known by it: the next sweep of the timer makes the line."
          : people + " people are known by it.";
    }
  }

  /**
   * Somebody, with all of it.
   *
   * @param document as the identity provider sees it, without id, meta and groups
   * @param reference null when none was sent
   */
  public record Known(
      Person person,
      JsonObject document,
      Above above,
      Below below,
      List<HeldRole> roles,
      Reference reference,
      AttributeSources.Known sources) {

    /** What the person may do, and why. */
    public List<Effective> permissions() {
      return Arrays.stream(Permission.values())
          .map(
              permission ->
                  new Effective(
                      permission,
                      person.active(),
                      roles.stream()
                          .filter(role -> role.permissions().contains(permission))
                          .toList()))
          .filter(effective -> !effective.by().isEmpty())
          .toList();
    }
  }

  private record Row(JsonObject document, String reference, String key, OffsetDateTime pending) {}

  /** Empty for an unknown id, for another tenant's, and for who was deleted. */
  @Transactional
  public Optional<Known> find(TenantId tenant, String id) {
    Optional<UUID> known = ResourceId.of(id);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    database.enter(tenant.value());
    return people.find(tenant, known.get()).map(person -> known(tenant, person));
  }

  private Known known(TenantId tenant, Person person) {
    Row row =
        database
            .query(
                """
                select document, document #>> '{urn:ietf:params:scim:schemas:extension:enterprise:2.0:User,manager,value}',
                  manager_reference_key, manager_pending_since
                from provisioning.scim_user where tenant_id = ? and id = ?
                """,
                found ->
                    new Row(
                        ScimJson.parse(found.getString(1).getBytes(StandardCharsets.UTF_8)),
                        found.getString(2),
                        found.getString(3),
                        found.getObject(4, OffsetDateTime.class)),
                tenant.value(),
                person.id())
            .get(0);
    AttributeSources.Known known = sources.of(tenant, person, row.document());
    return new Known(
        person,
        row.document(),
        chain.above(tenant, person.id()),
        chain.below(tenant, person.id()),
        roles(tenant, person.id(), known),
        reference(tenant, row, person.managerId() == null),
        known);
  }

  private List<HeldRole> roles(TenantId tenant, UUID person, AttributeSources.Known sources) {
    return database.query(
        """
        select r.id, r.document ->> 'displayName', m.added_at,
          array(select p.permission from provisioning.role_permission p where p.tenant_id = r.tenant_id and p.role_id = r.id)
        from provisioning.role_member m
        join provisioning.role r on r.tenant_id = m.tenant_id and r.id = m.role_id
        where m.tenant_id = ? and m.user_id = ? order by r.name_key
        """,
        row -> {
          UUID role = row.getObject(1, UUID.class);
          return new HeldRole(
              role,
              row.getString(2),
              row.getObject(3, OffsetDateTime.class),
              Arrays.stream((String[]) row.getArray(4).getArray())
                  .map(Permission::valueOf)
                  .collect(Collectors.toCollection(TreeSet::new)),
              sources.roles().getOrDefault(role, Source.EARLIER));
        },
        tenant.value(),
        person);
  }

  private Reference reference(TenantId tenant, Row row, boolean pending) {
    if (row.reference() == null) {
      return null;
    }
    // Too long to be a key of anybody.
    if (row.key() == null) {
      return new Reference(row.reference(), pending, row.pending(), 0);
    }
    long meant =
        database
            .query(
                "select people from provisioning.resolve_manager(?, ?, ?, ?)",
                found -> found.getLong(1),
                tenant.value(),
                row.reference(),
                row.key(),
                tenants.options(tenant).managerKeys().toArray(String[]::new))
            .get(0);
    return new Reference(row.reference(), pending, row.pending(), meant);
  }
}
