package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.mapping.PageResources;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.store.DuplicateException;
import com.ransomleak.provisioning.store.Representation;
import com.ransomleak.provisioning.store.Representation.Kind;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.ResourceRow;
import com.ransomleak.provisioning.store.ResourceSink;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.StoredResource;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.store.UniqueKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads roles by id in one round trip. Members are read only when they are requested. {@code
 * ResourceLists} reads lists.
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
  @Inject private Sql sql;

  /**
   * Empty for an unknown or malformed id, and for an id of another tenant. A role with very
   * many members has no JSON; {@link #writeLarge} reads it.
   */
  public Optional<StoredResource> find(
      TenantId tenant, String id, boolean withMembers, String baseUrl) {
    return ResourceId.of(id)
        .flatMap(known -> row(tenant, known, withMembers))
        .map(row -> Representation.of(Kind.GROUP, baseUrl, row));
  }

  /**
   * Adds the name of the group that has the value, and advice, to an error.
   *
   * @param create whether the group is a new one
   */
  @Transactional
  public ScimException explain(TenantId tenant, DuplicateException duplicate, boolean create) {
    boolean isName = duplicate.key() == UniqueKey.ROLE_DISPLAY_NAME;
    Optional<Holder> found =
        sql.of(tenant, isName ? HOLDER_OF_NAME : HOLDER_OF_EXTERNAL_ID)
            .bind("key", isName ? NameFold.key(duplicate.value()) : duplicate.value())
            .first(Holder.class);
    if (found.isEmpty()) {
      return duplicate;
    }
    Holder holder = found.get();
    if (!isName) {
      return duplicate.explained(
          "externalId \"%s\" belongs to the group \"%s\". Each group needs a value of its own."
              .formatted(duplicate.value(), holder.displayName()));
    }
    String advice =
        create
            ? "Link to that group, or choose another name."
            : holder.builtIn()
                ? "A group cannot become a built-in role by its name: use another name, or delete"
                    + " this group and link to the built-in role."
                : "Use another name, or first rename or delete that group.";
    return duplicate.explained(
        taken(
            "displayName",
            duplicate.value(),
            holder.builtIn() ? "the built-in role" : "another group of this tenant,",
            holder,
            advice));
  }

  /**
   * Before an administrator creates a role whose name is locked.
   *
   * @throws ScimException 409 with advice when a role has the name
   */
  @Transactional
  public void requireFreeName(TenantId tenant, String name) {
    Optional<Holder> holder =
        sql.of(tenant, HOLDER_OF_NAME).bind("key", NameFold.key(name)).first(Holder.class);
    if (holder.isPresent()) {
      throw ScimException.uniqueness(
          taken(
              "The name",
              name,
              holder.get().builtIn() ? "the built-in role" : "the role",
              holder.get(),
              "Enter another name, or give people that role."));
    }
  }

  private static String taken(
      String subject, String name, String kind, Holder holder, String advice) {
    return "%s \"%s\" is taken by %s \"%s\". Case, blanks, invisible and full-width characters make no difference. %s"
        .formatted(subject, name, kind, holder.displayName(), advice);
  }

  /**
   * Writes a role with very many members in pieces.
   *
   * @return its id and version; empty when the role was deleted meanwhile
   */
  @Transactional
  public Optional<StoredResource> writeLarge(
      TenantId tenant, String id, String baseUrl, ResourceSink sink) {
    Optional<ResourceRow> role = row(tenant, UUID.fromString(id), false);
    role.ifPresent(row -> PageResources.writeGroup(tenant, jdbi, baseUrl, row, sink));
    return role.map(row -> new StoredResource(id, null, row.version()));
  }

  private Optional<ResourceRow> row(TenantId tenant, UUID id, boolean withMembers) {
    return sql.of(tenant, READ)
        .bind("id", id)
        .bind("with_members", withMembers)
        .first(ResourceRow.class);
  }

  /** Another role with the name or externalId. */
  public record Holder(String displayName, boolean builtIn) {}
}
