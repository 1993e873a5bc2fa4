package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.store.EntityId;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A team of one tenant. Departments create teams and lead to them by {@link TeamName}; {@link
 * TeamAdministration} describes what administrators can change.
 */
@Entity
@Table(name = "team", schema = "provisioning")
@NamedQuery(
    name = Team.BY_KEY,
    query = "select t from Team t where t.id.tenantId = :tenant and t.nameKey = :key")
// JPA's pessimistic locks are FOR UPDATE, for which every user who joins would wait (ADR 20).
@NamedNativeQuery(
    name = Team.LOCK,
    query = "select * from provisioning.team where tenant_id = ?1 and id = ?2 for no key update",
    resultClass = Team.class)
class Team {
  static final String BY_KEY = "Team.byKey";
  static final String LOCK = "Team.lock";

  @EmbeddedId private EntityId id;

  @Column(name = "name")
  private String name;

  @Column(name = "name_key")
  private String nameKey;

  @Column(name = "created_at", insertable = false, updatable = false)
  private OffsetDateTime createdAt;

  @Column(name = "made_by_hand")
  private boolean madeByHand;

  @Column(name = "empty_since")
  private OffsetDateTime emptySince;

  @Column(name = "archived_at")
  private OffsetDateTime archivedAt;

  protected Team() {}

  UUID getId() {
    return id.id();
  }

  String getName() {
    return name;
  }

  String getNameKey() {
    return nameKey;
  }

  boolean isArchived() {
    return archivedAt != null;
  }

  /**
   * Sets a name that departments do not change.
   *
   * @param key the folded name
   */
  void rename(String newName, String key) {
    this.name = newName;
    this.nameKey = key;
    this.madeByHand = true;
  }

  void archive(OffsetDateTime now) {
    this.archivedAt = now;
    this.madeByHand = true;
  }

  /** Restores the team, although it has no members yet. */
  void restore(OffsetDateTime now) {
    this.archivedAt = null;
    this.emptySince = now;
    this.madeByHand = true;
  }
}
