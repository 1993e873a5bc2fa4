package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * What a provisioning client has already sent to a tenant, for the setup checklist. Entries of the
 * activity are pruned, so the data itself counts too. The cost does not grow with the activity.
 */
@ApplicationScoped
public class SetupProgress {
  /** Entries of created, deactivated and deleted users that are read, at most. */
  private static final int MAX_ROWS = 20_000;

  /** The condition is that of the index activity_access. */
  private static final String NEWEST =
      """
      select a.at, a.id as entry, a.resource_name as name, (
        select id from provisioning.scim_user where tenant_id = :tenant and id = provisioning.try_uuid(a.resource_id)) as resource
      from (select id, at, action, actor_kind, resource_id, resource_name from provisioning.activity
        where tenant_id = :tenant and action in ('user.created', 'user.deactivated', 'user.reactivated', 'user.deleted')
        order by id desc limit :max) a
      where a.actor_kind = 'provider' and a.action = :action order by a.id desc limit 1
      """;

  private static final String INACTIVE =
      """
      select changed_at as at, null::uuid as entry, id as resource, display_name as name
      from provisioning.scim_user where tenant_id = :tenant and not active limit 1
      """;

  private static final String WITH_EXTERNAL_ID =
      """
      select created_at as at, null::uuid as entry, id as resource, display_name as name
      from provisioning.scim_user where tenant_id = :tenant and external_id is not null limit 1
      """;

  private static final String LINKED =
      """
      select changed_at as at, null::uuid as entry, id as resource, display_name as name
      from provisioning.scim_user where tenant_id = :tenant and manager_id is not null limit 1
      """;

  private static final String PENDING =
      """
      select changed_at as at, null::uuid as entry, id as resource, display_name as name
      from provisioning.scim_user where tenant_id = :tenant and manager_id is null and manager_reference_key is not null limit 1
      """;

  private static final String GROUP =
      """
      select r.created_at as at,
        (select a.id from provisioning.activity a
          where a.tenant_id = :tenant and a.resource_id = cast(r.id as text) and a.actor_kind = 'provider'
            and a.action in ('group.created', 'group.updated') order by a.id limit 1) as entry,
        r.id as resource, r.display_name as name
      from provisioning.role r where r.tenant_id = :tenant and not r.built_in and (exists (
        select from provisioning.activity a
        where a.tenant_id = :tenant and a.resource_id = cast(r.id as text) and a.actor_kind = 'provider' and a.action in ('group.created', 'group.updated'))
          or r.push_allowed and not exists (
        select from provisioning.activity a
        where a.tenant_id = :tenant and a.resource_id = cast(r.id as text) and a.actor_kind = 'person' and a.action = 'group.created'))
      order by r.created_at desc limit 1
      """;

  @Inject private Sql sql;

  /**
   * The latest example of something that was sent.
   *
   * @param entry the id of its activity entry, or null
   * @param resource the id of the user or role; null if it was deleted
   * @param name the name of the user or role, or null
   */
  public record Example(OffsetDateTime at, UUID entry, UUID resource, String name) {}

  /** A user who was created. */
  @Transactional
  public Optional<Example> createdUser(TenantId tenant) {
    return newest(tenant, "user.created").or(() -> example(tenant, WITH_EXTERNAL_ID));
  }

  /** A user whom a request with {@code active: false} deactivated; a deletion does not count. */
  @Transactional
  public Optional<Example> deactivatedUser(TenantId tenant) {
    return newest(tenant, "user.deactivated").or(() -> example(tenant, INACTIVE));
  }

  /** A user whose manager was sent; one whose manager was found, if there is one. */
  @Transactional
  public Optional<Example> userWithManager(TenantId tenant) {
    return example(tenant, LINKED).or(() -> example(tenant, PENDING));
  }

  /**
   * The newest role that a group push created or changed. When the activity no longer has the push,
   * a role that accepts pushes counts, unless an administrator created it.
   */
  @Transactional
  public Optional<Example> group(TenantId tenant) {
    return example(tenant, GROUP);
  }

  private Optional<Example> newest(TenantId tenant, String action) {
    return sql.of(tenant, NEWEST).bind("max", MAX_ROWS).bind("action", action).first(Example.class);
  }

  private Optional<Example> example(TenantId tenant, String statement) {
    return sql.of(tenant, statement).first(Example.class);
  }
}
