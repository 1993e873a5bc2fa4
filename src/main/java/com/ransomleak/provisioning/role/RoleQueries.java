package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.mapping.OrderedList;
import com.ransomleak.provisioning.mapping.OrderedList.Source;
import com.ransomleak.provisioning.mapping.SqlFilter;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.Page;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.ResourceSink;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.tenant.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The tenant's roles: every read. One by id takes one round trip, a list four, and one more for a
 * page further on. Members are loaded only when they are wanted.
 */
@ApplicationScoped
public class RoleQueries {
  /** One role; parameters are tenant, base URL, id, and whether with members. */
  static final String READ = "select id, resource, version from provisioning.read_role(?, ?, ?, ?)";

  @Inject private Database database;
  @Inject private Tenants tenants;

  /**
   * Empty for an unknown id, for one that is no id of ours, and for another tenant's. A role
   * with very many members comes without its JSON: {@link #readLarge} reads it.
   */
  public Optional<StoredResource> find(
      TenantId tenant, String id, boolean withMembers, String baseUrl) {
    return ResourceId.of(id)
        .flatMap(
            known ->
                database
                    .query(READ, StoredResource::of, tenant.value(), baseUrl, known, withMembers)
                    .stream()
                    .findFirst());
  }

  /** A refusal with the name of the group that has the value. */
  @Transactional
  public ScimException explain(TenantId tenant, GroupExists refusal) {
    database.enter(tenant.value());
    return database
        .query(
            "select document ->> 'displayName', built_in from provisioning.role where tenant_id = ?"
                + " and "
                + (refusal.isName() ? "unique_name" : "external_id")
                + " = ?",
            row -> refusal.with(row.getString(1), row.getBoolean(2)),
            tenant.value(),
            refusal.isName() ? NameFold.key(refusal.value()) : refusal.value())
        .stream()
        .findFirst()
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
    database.query("select provisioning.enter(?, ?)", row -> true, tenant.value(), baseUrl);
    return GroupMapping.WITH_MEMBERS
        .writeInPieces(database, tenant, UUID.fromString(id), sink)
        .map(version -> new StoredResource(id, null, version));
  }

  /**
   * A page of roles, in the order of their ids when no other is asked for: stable while others come
   * and go.
   */
  @Transactional
  public Page list(
      TenantId tenant, ListQuery query, boolean withMembers, String baseUrl, ResourceSink sink) {
    ResourceType type = tenants.schemas(tenant).group();
    Source source = GroupMapping.source(query, type, withMembers);
    return query.sort().isPresent() || query.cursor().isPresent()
        ? new OrderedList(database, List.of(source)).page(tenant, baseUrl, sink)
        : source
            .list()
            .page(
                database,
                tenant,
                baseUrl,
                query,
                query.filter().map(f -> SqlFilter.compile(f, source.mapping())),
                sink);
  }
}
