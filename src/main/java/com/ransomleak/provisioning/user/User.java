package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.store.TenantKey;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * A person of one tenant. Born when an identity provider creates it; lives through deactivation and
 * reactivation under the same id; SCIM DELETE moves it to {@code deleted_user}, invisible to SCIM,
 * until it is erased. It has a team as long as its document names a department, and a manager as
 * long as the reference in its document resolves; until then the reference is pending.
 *
 * <p>The document is the truth. {@code keys}, its folded copy, is made here and nowhere else;
 * PostgreSQL generates every other column from it (ADR 3).
 */
@Entity
@Table(name = "scim_user", schema = "provisioning")
@IdClass(TenantKey.class)
public class User {
  @Id
  @Column(name = "tenant_id", columnDefinition = "uuid")
  private String tenantId;

  @Id
  @Column(name = "id", columnDefinition = "uuid")
  private String id;

  @Column(name = "document", columnDefinition = "jsonb")
  private String document;

  @Column(name = "keys", columnDefinition = "jsonb")
  private String keys;

  // As text, like all ids here: EclipseLink's UUID converter fails on null (platform.md,
  // EclipseLink trap 2).
  @Column(name = "team_id", columnDefinition = "uuid")
  private String teamId;

  @Column(name = "manager_id", columnDefinition = "uuid")
  private String managerId;

  @Version
  @Column(name = "version")
  private long version;

  protected User() {}

  /**
   * A person who is new.
   *
   * @param type User, as the tenant has it
   */
  User(TenantId tenant, UUID id, JsonObject document, ResourceType type) {
    this.tenantId = tenant.toString();
    this.id = id.toString();
    setDocument(document, type);
  }

  public UUID getId() {
    return UUID.fromString(id);
  }

  /**
   * The canonical document: what the schemas declare and kept extension data, without id, meta and
   * groups.
   */
  public JsonObject getDocument() {
    return ScimJson.parse(document.getBytes(StandardCharsets.UTF_8));
  }

  final void setDocument(JsonObject document, ResourceType type) {
    this.document = ScimJson.write(document);
    this.keys = ScimJson.write(UserKeys.of(document, type));
  }

  public void setTeam(Optional<UUID> team) {
    this.teamId = team.map(UUID::toString).orElse(null);
  }

  public void setManager(Optional<UUID> manager) {
    this.managerId = manager.map(UUID::toString).orElse(null);
  }

  boolean hasManager(String id) {
    return id.equals(managerId);
  }

  public long getVersion() {
    return version;
  }
}
