package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.mapping.PageReader;
import com.ransomleak.provisioning.mapping.PageResources;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Page;
import com.ransomleak.provisioning.store.Representation;
import com.ransomleak.provisioning.store.Representation.Kind;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.ResourceRow;
import com.ransomleak.provisioning.store.ResourceSink;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads the tenant's roles. A read by id takes one round trip; a list takes three, one more by
 * cursor and one more for each portion of a page that does not fit into memory (ADR 18). Members
 * are read only when they are wanted.
 */
@ApplicationScoped
public class RoleQueries {
  private static final String READ =
      "select * from provisioning.read_role(:tenant, :id, :with_members)";

  private static final String HOLDER_OF_NAME =
      """
      select display_name, built_in from provisioning.role
      where tenant_id = :tenant and unique_name = :key
      """;

  private static final String HOLDER_OF_EXTERNAL_ID =
      """
      select display_name, built_in from provisioning.role
      where tenant_id = :tenant and external_id = :key
      """;

  @Inject private Jdbi jdbi;
  @Inject private Tenants tenants;

  /**
   * Empty for an unknown id, for one that is no id of ours, and for another tenant's. A role
   * with very many members comes without its JSON: {@link #readLarge} reads it.
   */
  public Optional<StoredResource> find(
      TenantId tenant, String id, boolean withMembers, String baseUrl) {
    return ResourceId.of(id)
        .flatMap(known -> row(tenant, known, withMembers))
        .map(row -> Representation.of(Kind.GROUP, baseUrl, row));
  }

  /** A refusal with the name of the group that has the value. */
  @Transactional
  public ScimException explain(TenantId tenant, GroupExists refusal) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createQuery(refusal.isName() ? HOLDER_OF_NAME : HOLDER_OF_EXTERNAL_ID)
                    .bind("tenant", tenant)
                    .bind("key", refusal.isName() ? NameFold.key(refusal.value()) : refusal.value())
                    .mapTo(Holder.class)
                    .findFirst())
        .map(holder -> refusal.with(holder.displayName(), holder.builtIn()))
        .orElse(refusal);
  }

  /**
   * Hands out a role with very many members, in pieces.
   *
   * @return its id and version; empty when it was deleted meanwhile
   */
  @Transactional
  public Optional<StoredResource> readLarge(
      TenantId tenant, String id, String baseUrl, ResourceSink sink) {
    Optional<ResourceRow> role = row(tenant, UUID.fromString(id), false);
    role.ifPresent(row -> PageResources.writeGroup(tenant, jdbi, baseUrl, row, sink));
    return role.map(row -> new StoredResource(id, null, row.version()));
  }

  /**
   * A page of roles, in the order of their ids when no other is asked for: stable while others come
   * and go.
   */
  @Transactional
  public Page list(
      TenantId tenant, ListQuery query, boolean withMembers, String baseUrl, ResourceSink sink) {
    ResourceType type = tenants.schemas(tenant).group();
    return PageReader.page(
        tenant, jdbi, baseUrl, List.of(GroupMapping.source(query, type, withMembers)), sink);
  }

  private Optional<ResourceRow> row(TenantId tenant, UUID id, boolean withMembers) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(READ)
                .bind("tenant", tenant)
                .bind("id", id)
                .bind("with_members", withMembers)
                .mapTo(ResourceRow.class)
                .findFirst());
  }

  /** Another role with the name or externalId. */
  public record Holder(String displayName, boolean builtIn) {}
}
