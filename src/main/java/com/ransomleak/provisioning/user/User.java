package com.ransomleak.provisioning.user;

import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.store.EntityId;
import com.ransomleak.provisioning.store.ResourceRow;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A user of one tenant. Identity providers create, deactivate and reactivate a user under the same
 * id. SCIM DELETE moves the user to {@code deleted_user}, which SCIM does not show, until it is
 * erased. A user has a team while the document has a department, and a manager while the reference
 * in the document resolves; otherwise the reference is pending.
 *
 * <p>The document is the truth. {@link #setDocument} derives every other column from it (ADR 3).
 */
@Entity
@Table(name = "scim_user", schema = "provisioning")
@NamedNativeQuery(
    name = User.LOCK,
    query =
        "select * from provisioning.lock_user(?1, ?2, cast(?3 as int[]), cast(?4 as uuid[]),"
            + " false)",
    resultClass = User.class)
@NamedNativeQuery(
    name = User.LOCK_FOR_DELETE,
    query =
        "select * from provisioning.lock_user(?1, ?2, cast(?3 as int[]), cast(?4 as uuid[]), true)",
    resultClass = User.class)
@NamedNativeQuery(
    name = User.LOCK_BY_EXTERNAL_ID,
    query =
        "select * from provisioning.lock_user_by_external_id(?1, ?2, cast(?3 as int[]), cast(?4 as"
            + " uuid[]))",
    resultClass = User.class)
public class User {
  static final String LOCK = "User.lock";
  static final String LOCK_FOR_DELETE = "User.lockForDelete";
  static final String LOCK_BY_EXTERNAL_ID = "User.lockByExternalId";

  /** The maximum length of a key, because it must fit into an index. */
  private static final int MAX_KEY_LENGTH = 256;

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

  @Column(name = "user_name")
  private String userName;

  @Column(name = "display_name")
  private String displayName;

  @Column(name = "display_name_key")
  private String displayNameKey;

  @Column(name = "search_text")
  private String searchText;

  @Column(name = "title")
  private String title;

  @Column(name = "active")
  private boolean active;

  @Column(name = "user_name_key")
  private String userNameKey;

  @Column(name = "external_id")
  private String externalId;

  @Column(name = "employee_number")
  private String employeeNumber;

  @Column(name = "department_key")
  private String departmentKey;

  @Column(name = "manager_reference")
  private String managerReference;

  @Column(name = "manager_reference_key")
  private String managerReferenceKey;

  @Column(name = "team_id")
  private UUID teamId;

  @Column(name = "manager_id")
  private UUID managerId;

  /** The parsed document; null until it is needed. */
  @Transient private JsonObject parsed;

  protected User() {}

  /**
   * Creates a user.
   *
   * @param type with the extensions of the tenant
   * @param now the clock of the database
   */
  User(TenantId tenant, UUID id, JsonObject document, ResourceType type, OffsetDateTime now) {
    this.id = new EntityId(tenant, id);
    this.createdAt = now;
    this.changedAt = now;
    setDocument(document, type);
  }

  public UUID getId() {
    return id.id();
  }

  /**
   * The canonical document: the attributes of the schemas and extension data, without id, meta and
   * groups.
   */
  public JsonObject getDocument() {
    if (parsed == null) {
      parsed = ScimJson.parse(document.getBytes(StandardCharsets.UTF_8));
    }
    return parsed;
  }

  /** Stores a canonical document in the order of its schema, and all values derived from it. */
  final void setDocument(JsonObject document, ResourceType type) {
    JsonObject searchKeys = UserKeys.of(document, type);
    this.document = ScimJson.write(type.ordered(document));
    this.keys = ScimJson.write(searchKeys);
    this.parsed = document;
    userName = document.getString("userName");
    displayName = UserNames.display(document);
    displayNameKey = UserNames.display(searchKeys);
    searchText = UserNames.searchText(document);
    title = document.getString("title", null);
    active = UserChange.isActive(document);
    userNameKey = searchKeys.getString("userName");
    externalId = searchKeys.getString("externalId", null);
    employeeNumber = indexed(searchKeys.getString(UserKeys.EMPLOYEE_NUMBER, null));
    departmentKey = searchKeys.getString(UserKeys.DEPARTMENT_KEY, null);
    JsonObject manager =
        searchKeys.get(UserKeys.MANAGER) instanceof JsonObject reference
            ? reference
            : JsonValue.EMPTY_JSON_OBJECT;
    managerReference = indexed(manager.getString("value", null));
    managerReferenceKey =
        managerReference == null ? null : manager.getString(UserKeys.VALUE_KEY, null);
  }

  boolean hasManager() {
    return managerId != null;
  }

  /** The record that remains after SCIM deletes the user. */
  DeletedUser deleted() {
    return new DeletedUser(id, document, userName, userNameKey, externalId, createdAt);
  }

  /** The row of a user without a manager and groups. */
  ResourceRow toRow() {
    return new ResourceRow(
        getId(), version, createdAt, changedAt, document, List.of(), false, null);
  }

  /** Returns null for a text that is too long for a key. */
  private static String indexed(String key) {
    return key == null || key.codePointCount(0, key.length()) > MAX_KEY_LENGTH ? null : key;
  }

  public void setTeam(Optional<UUID> team) {
    this.teamId = team.orElse(null);
  }

  public void setManager(Optional<UUID> manager) {
    this.managerId = manager.orElse(null);
  }

  boolean hasManager(String id) {
    return managerId != null && managerId.toString().equals(id);
  }

  public long getVersion() {
    return version;
  }
}
