package com.ransomleak.provisioning.role;

import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.store.EntityId;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A role of one tenant, which is a Group in SCIM. Administrator and Learner are created with the
 * tenant and cannot be deleted. A group push creates other roles, without permissions, which are
 * deleted with the group; {@link RoleAdministration} creates roles with permissions. Providers find
 * a role by its name and link their group to it. Members and permissions stay then.
 *
 * <p>The document has the attributes of the schema except {@code members}, which are rows of {@code
 * role_member}, so that adding one member does not read fifty thousand. {@link #setDocument}
 * derives every other column from the document (ADR 3).
 */
@Entity
@Table(name = "role", schema = "provisioning")
@NamedNativeQuery(
    name = Role.LOCK,
    query = "select * from provisioning.lock_role(?1, ?2, cast(?3 as int[]), cast(?4 as uuid[]))",
    resultClass = Role.class)
public class Role {
  static final String LOCK = "Role.lock";

  @EmbeddedId private EntityId id;

  @Version private long version;

  @Column(name = "created_at")
  private OffsetDateTime createdAt;

  // A trigger sets it when the version changes: later than here, after any wait for a lock.
  @Column(name = "changed_at", updatable = false)
  private OffsetDateTime changedAt;

  private String document;

  @Column(columnDefinition = "jsonb")
  private String keys;

  @Column(name = "display_name")
  private String displayName;

  @Column(name = "name_key")
  private String nameKey;

  @Column(name = "unique_name")
  private String uniqueName;

  @Column(name = "external_id")
  private String externalId;

  @Column(name = "built_in", insertable = false, updatable = false)
  private boolean builtIn;

  @Column(name = "push_allowed", insertable = false, updatable = false)
  private boolean pushAllowed;

  // Members are part of the resource but not a column. This counter lets a change of members alone
  // change the version.
  @Column(name = "membership_changes")
  private long membershipChanges;

  /** The parsed document; null until it is needed. */
  @Transient private JsonObject parsed;

  protected Role() {}

  /**
   * Creates a role.
   *
   * @param type with the extensions of the tenant
   * @param now the clock of the database
   */
  Role(TenantId tenant, UUID id, JsonObject document, ResourceType type, OffsetDateTime now) {
    this.id = new EntityId(tenant, id);
    this.createdAt = now;
    this.changedAt = now;
    setDocument(document, type);
  }

  UUID getId() {
    return id.id();
  }

  JsonObject getDocument() {
    if (parsed == null) {
      parsed = ScimJson.parse(document.getBytes(StandardCharsets.UTF_8));
    }
    return parsed;
  }

  /** Stores a canonical document in the order of its schema, and all values derived from it. */
  final void setDocument(JsonObject document, ResourceType type) {
    JsonObject searchKeys = RoleKeys.of(document, type);
    this.document = ScimJson.write(type.ordered(document));
    this.keys = ScimJson.write(searchKeys);
    this.parsed = document;
    displayName = document.getString("displayName");
    nameKey = searchKeys.getString("displayName");
    uniqueName = searchKeys.getString(RoleKeys.NAME_KEY);
    externalId = searchKeys.getString("externalId", null);
  }

  String getDisplayName() {
    return displayName;
  }

  boolean isBuiltIn() {
    return builtIn;
  }

  boolean isPushAllowed() {
    return pushAllowed;
  }

  void noteMembershipChange() {
    membershipChanges++;
  }

  long getVersion() {
    return version;
  }
}
