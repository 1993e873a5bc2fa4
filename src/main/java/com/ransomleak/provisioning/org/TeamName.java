package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.store.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;

/**
 * A name that leads departments to a team: its current name, a previous one, or an alias of the
 * tenant's configuration.
 */
@Entity
@Table(name = "team_name", schema = "provisioning")
@NamedQuery(
    name = TeamName.ALIASES_AND_NAMES,
    query =
        """
        select new com.ransomleak.provisioning.org.TeamAliasSync$StoredName(n.id.nameKey, n.teamId, n.alias) from TeamName n
        where n.id.tenantId = :tenant and (n.alias = true or n.id.nameKey in :names)
        order by n.id.nameKey
        """)
class TeamName {
  static final String ALIASES_AND_NAMES = "TeamName.aliasesAndNames";

  @EmbeddedId private Key id;

  @Column(name = "team_id")
  private UUID teamId;

  @Column(name = "alias")
  private boolean alias;

  @Column(name = "covered_team_id")
  private UUID coveredTeamId;

  protected TeamName() {}

  String getKey() {
    return id.nameKey;
  }

  UUID getTeamId() {
    return teamId;
  }

  boolean isAlias() {
    return alias;
  }

  /** The team that has or had this alias as its name; null if there is none. */
  UUID getCoveredTeamId() {
    return coveredTeamId;
  }

  /** Makes the name an alias of a team. */
  void lead(UUID team) {
    this.coveredTeamId = alias ? coveredTeamId : teamId;
    this.alias = true;
    this.teamId = team;
  }

  /** Gives the name back to a team, because the configuration no longer has the alias. */
  void giveBack(UUID team) {
    this.teamId = team;
    this.alias = false;
    this.coveredTeamId = null;
  }

  /** The primary key {@code (tenant_id, name_key)}. */
  @Embeddable
  static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    @Column(name = "tenant_id")
    private UUID tenantId;

    @Column(name = "name_key")
    private String nameKey;

    protected Key() {}

    Key(TenantId tenant, String nameKey) {
      this.tenantId = tenant.value();
      this.nameKey = nameKey;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && tenantId.equals(that.tenantId)
          && nameKey.equals(that.nameKey);
    }

    @Override
    public int hashCode() {
      return Objects.hash(tenantId, nameKey);
    }
  }
}
