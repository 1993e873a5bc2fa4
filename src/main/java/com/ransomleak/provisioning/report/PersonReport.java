package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.ManagementChain.Above;
import com.ransomleak.provisioning.report.ManagementChain.Below;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** Everything known of one person, as of now. Ten statements, whatever the size of the tenant. */
@ApplicationScoped
public class PersonReport {
  @Inject private Jdbi jdbi;
  @Inject private Tenants tenants;
  @Inject private Reports reports;
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

  private record Stored(
      JsonObject document, String reference, String key, OffsetDateTime pendingSince) {}

  private record Membership(
      UUID id, String name, OffsetDateTime since, SortedSet<Permission> permissions) {
    HeldRole from(Source source) {
      return new HeldRole(id, name, since, permissions, source);
    }
  }

  /** Empty for an unknown id, for another tenant's, and for who was deleted. */
  @Transactional
  public Optional<Known> find(TenantId tenant, String id) {
    Optional<UUID> known = ResourceId.of(id);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    return reports.find(tenant, Person.REPORT, known.get()).map(person -> known(tenant, person));
  }

  private Known known(TenantId tenant, Person person) {
    Stored stored =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select document, document::jsonb #>> '{urn:ietf:params:scim:schemas:extension:enterprise:2.0:User,manager,value}' as reference,
                          manager_reference_key as key, manager_pending_since as pending_since
                        from provisioning.scim_user where tenant_id = :tenant and id = :id
                        """)
                    .bind("tenant", tenant)
                    .bind("id", person.id())
                    .mapTo(Stored.class)
                    .one());
    AttributeSources.Known known = sources.of(tenant, person, stored.document());
    return new Known(
        person,
        stored.document(),
        chain.above(tenant, person.id()),
        chain.below(tenant, person.id()),
        roles(tenant, person.id(), known),
        reference(tenant, stored, person.managerId() == null),
        known);
  }

  private List<HeldRole> roles(TenantId tenant, UUID person, AttributeSources.Known sources) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select r.id, r.display_name as name, m.added_at as since,
                      array(select p.permission from provisioning.role_permission p
                        where p.tenant_id = r.tenant_id and p.role_id = r.id) as permissions
                    from provisioning.role_member m
                    join provisioning.role r on r.tenant_id = m.tenant_id and r.id = m.role_id
                    where m.tenant_id = :tenant and m.user_id = :user order by r.name_key
                    """)
                .bind("tenant", tenant)
                .bind("user", person)
                .mapTo(Membership.class)
                .map(role -> role.from(sources.roles().getOrDefault(role.id(), Source.EARLIER)))
                .list());
  }

  private Reference reference(TenantId tenant, Stored stored, boolean pending) {
    if (stored.reference() == null) {
      return null;
    }
    // Too long to be a key of anybody.
    long people = stored.key() == null ? 0 : people(tenant, stored);
    return new Reference(stored.reference(), pending, stored.pendingSince(), people);
  }

  private long people(TenantId tenant, Stored stored) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select people from provisioning.resolve_manager(:tenant, :reference, :key, :manager_keys)\
                    """)
                .bind("tenant", tenant)
                .bind("reference", stored.reference())
                .bind("key", stored.key())
                .bind("manager_keys", tenants.options(tenant).managerKeys().toArray(String[]::new))
                .mapTo(Long.class)
                .one());
  }
}
