package com.ransomleak.provisioning.store;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A user or role with all data of its representation, as the views {@code user_resource}, {@code
 * role_resource} and {@code role_with_members} return it.
 *
 * @param document canonical JSON without read-only attributes
 * @param links the groups of a user or the members of a group, in the order of their ids
 * @param tooManyLinks whether a group has more members than fit into memory; then {@code links} is
 *     empty
 * @param manager the user that the manager reference resolves to, or null
 */
public record ResourceRow(
    UUID id,
    long version,
    OffsetDateTime createdAt,
    OffsetDateTime changedAt,
    String document,
    List<Link> links,
    boolean tooManyLinks,
    Link manager) {

  /** A reference to another resource, with its display name. */
  public record Link(UUID id, String name) {}

  /** Reads the columns of the views by their names. */
  public static ResourceRow of(ResultSet row) throws SQLException {
    UUID managerId = (UUID) row.getObject("manager_id");
    return new ResourceRow(
        (UUID) row.getObject("id"),
        row.getLong("version"),
        time(row.getTimestamp("created_at")),
        time(row.getTimestamp("changed_at")),
        row.getString("document"),
        links(row.getArray("link_ids"), row.getArray("link_names")),
        row.getBoolean("too_many_links"),
        managerId == null ? null : new Link(managerId, row.getString("manager_name")));
  }

  /**
   * A time as the driver returns it, or null. {@code getObject(column, OffsetDateTime.class)} would
   * do the same, but the pool of Payara searches its classes for the method at each call, which
   * took a quarter of the time of a page of users.
   */
  static OffsetDateTime time(Timestamp time) {
    return time == null ? null : time.toInstant().atOffset(ZoneOffset.UTC);
  }

  private static List<Link> links(Array ids, Array names) throws SQLException {
    if (ids == null) {
      return List.of();
    }
    UUID[] id = (UUID[]) ids.getArray();
    String[] name = (String[]) names.getArray();
    List<Link> links = new ArrayList<>(id.length);
    for (int i = 0; i < id.length; i++) {
      links.add(new Link(id[i], name[i]));
    }
    return links;
  }
}
