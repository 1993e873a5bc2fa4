package com.ransomleak.provisioning.role;

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
import java.util.UUID;

/**
 * A role of one tenant, which SCIM sees as a Group. Administrator and Learner are born with the
 * tenant and stay; others are born by a push, without permissions, and die by one. An identity
 * provider finds a role by its name and links its own group to it; members and permissions survive
 * that and every renaming.
 *
 * <p>The document holds what the schema declares except {@code members}: those are rows of {@code
 * role_member} and never travel through the document, so that adding one person does not read fifty
 * thousand.
 */
@Entity
@Table(name = "role", schema = "provisioning")
@IdClass(TenantKey.class)
public class Role {
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

  @Column(name = "built_in", insertable = false, updatable = false)
  private boolean builtIn;

  @Column(name = "push_allowed", insertable = false, updatable = false)
  private boolean pushAllowed;

  // Membership is part of the resource but no column of it: this lets a change of members alone
  // move the version.
  @Column(name = "membership_changes")
  private long membershipChanges;

  @Version
  @Column(name = "version")
  private long version;

  protected Role() {}

  /**
   * A role that is new.
   *
   * @param type Group, as the tenant has it
   */
  Role(TenantId tenant, UUID id, JsonObject document, ResourceType type) {
    this.tenantId = tenant.toString();
    this.id = id.toString();
    setDocument(document, type);
  }

  UUID getId() {
    return UUID.fromString(id);
  }

  JsonObject getDocument() {
    return ScimJson.parse(document.getBytes(StandardCharsets.UTF_8));
  }

  final void setDocument(JsonObject document, ResourceType type) {
    this.document = ScimJson.write(document);
    this.keys = ScimJson.write(RoleKeys.of(document, type));
  }

  String getDisplayName() {
    return getDocument().getString("displayName");
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
