package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.activity.Texts;
import com.ransomleak.provisioning.report.PersonDetails.EffectivePermission;
import com.ransomleak.provisioning.report.PersonDetails.GrantingRole;
import com.ransomleak.provisioning.report.PersonDetails.HeldRole;
import com.ransomleak.provisioning.report.PersonDetails.ManagerReference;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads everything known of one user, as of now, in nine statements. */
@ApplicationScoped
public class PersonReport {
  @Inject private Sql sql;
  @Inject private Tenants tenants;
  @Inject private Reports reports;
  @Inject private ManagementChain chain;
  @Inject private AttributeSources sources;

  /**
   * @param people the number of users that the reference means
   */
  private record Stored(
      JsonObject document, String reference, OffsetDateTime pendingSince, long people) {}

  private record Membership(
      UUID id, String name, OffsetDateTime since, SortedSet<Permission> permissions) {
    HeldRole from(Source source) {
      return new HeldRole(id, name, since, permissions, source);
    }
  }

  /** Empty for an unknown id, for another tenant's, and for a deleted user. */
  @Transactional
  public Optional<PersonDetails> find(TenantId tenant, String id) {
    return ResourceId.of(id)
        .flatMap(known -> reports.find(tenant, Person.REPORT, known))
        .map(person -> details(tenant, person));
  }

  private PersonDetails details(TenantId tenant, Person person) {
    Stored stored = stored(tenant, person.id());
    AttributeSources.Origins origins = sources.of(tenant, person, stored.document());
    ManagementChain.Above above = chain.above(tenant, person.id());
    ManagementChain.Below below = chain.below(tenant, person.id());
    List<HeldRole> roles = roles(tenant, person.id(), origins);
    return new PersonDetails(
        person,
        ScimJson.object(stored.document()).remove("schemas").build(),
        above.superiors(),
        above.end().name().toLowerCase(Locale.ROOT),
        below.direct(),
        below.total(),
        stored.reference() == null ? null : reference(stored, person.managerId() == null),
        roles,
        permissions(person.active(), roles),
        origins.attributes(),
        origins.team(),
        origins.manager(),
        origins.creation());
  }

  /** A reference without a key is too long to be a key of any user. */
  private Stored stored(TenantId tenant, UUID person) {
    return sql.of(
            tenant,
            """
            select u.document, r.reference, u.manager_pending_since as pending_since,
              case when u.manager_reference_key is null then 0
                else (select people from provisioning.resolve_manager(:tenant, r.reference, u.manager_reference_key, :manager_keys)) end as people
            from provisioning.scim_user u
            cross join lateral (
              select u.document::jsonb #>> '{%s,manager,value}' as reference) r
            where u.tenant_id = :tenant and u.id = :id
            """
                .formatted(Schemas.ENTERPRISE_USER))
        .bind("id", person)
        .bind("manager_keys", tenants.options(tenant).managerKeys().toArray(String[]::new))
        .one(Stored.class);
  }

  private List<HeldRole> roles(TenantId tenant, UUID person, AttributeSources.Origins sources) {
    return sql
        .of(
            tenant,
            """
            select r.id, r.display_name as name, m.added_at as since,
              array(select p.permission from provisioning.role_permission p
                where p.tenant_id = r.tenant_id and p.role_id = r.id) as permissions
            from provisioning.role_member m
            join provisioning.role r on r.tenant_id = m.tenant_id and r.id = m.role_id
            where m.tenant_id = :tenant and m.user_id = :user order by r.name_key
            """)
        .bind("user", person)
        .list(Membership.class)
        .stream()
        .map(role -> role.from(sources.roles().getOrDefault(role.id(), Source.EARLIER)))
        .toList();
  }

  private static ManagerReference reference(Stored stored, boolean pending) {
    return new ManagerReference(
        stored.reference(),
        pending ? "pending" : "linked",
        stored.pendingSince(),
        stored.people(),
        pending ? Texts.text("person.pending.reason", stored.people()) : null);
  }

  private static List<EffectivePermission> permissions(boolean active, List<HeldRole> roles) {
    List<EffectivePermission> permissions = new ArrayList<>();
    for (Permission permission : Permission.values()) {
      List<GrantingRole> by =
          roles.stream()
              .filter(role -> role.permissions().contains(permission))
              .map(role -> new GrantingRole(role.id(), role.name(), role.since()))
              .toList();
      if (!by.isEmpty()) {
        String granting =
            by.stream()
                .map(role -> Texts.text("person.grantedBy", role.role(), role.since()))
                .collect(Collectors.joining(Texts.text("person.grantedBy.and")));
        String key = active ? "person.granted" : "person.granted.inactive";
        permissions.add(
            new EffectivePermission(permission, active, by, Texts.text(key, permission, granting)));
      }
    }
    return permissions;
  }
}
