package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Keyset.SortKey;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Roles with how many people have them and what they allow; who has one, and since when. */
@ApplicationScoped
public class RoleReports {
  private static final String ROLES =
      """
      select r.id, %s, r.document ->> 'displayName', r.built_in, r.push_allowed, p.active, p.inactive,
        array(select permission from provisioning.role_permission a
          where a.tenant_id = r.tenant_id and a.role_id = r.id order by permission)
      from provisioning.role r
      cross join lateral (
        select count(*) filter (where u.active) as active, count(*) filter (where not u.active) as inactive, count(*) as people
        from provisioning.role_member m
        join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
        where m.tenant_id = r.tenant_id and m.role_id = r.id) p
      where r.tenant_id = ? and position(? in r.name_key) > 0
      """;
  private static final List<SortKey> ROLE_SORTS =
      List.of(
          new SortKey("name", "r.name_key", "text"), new SortKey("people", "p.people", "bigint"));

  private static final String MEMBERS =
      """
      select u.id, %s, u.document ->> 'userName', {name}, u.active, m.added_at
      from provisioning.role_member m
      join provisioning.scim_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
      where m.tenant_id = ? and m.role_id = ?
      """
              .replace("{name}", PersonSql.NAME)
          + PersonSql.MATCHES;
  private static final List<SortKey> MEMBER_SORTS =
      List.of(
          new SortKey("userName", "u.user_name_key", "text"),
          new SortKey("since", "m.added_at", "timestamptz"));

  @Inject private Database database;

  /**
   * A role.
   *
   * @param pushAllowed whether the identity provider may change who has it
   */
  public record Role(
      UUID id,
      String name,
      boolean builtIn,
      boolean pushAllowed,
      long activePeople,
      long inactivePeople,
      List<String> permissions) {}

  /** Somebody who has a role. */
  public record Member(
      UUID id, String userName, String displayName, boolean active, OffsetDateTime since) {}

  private record Found<T>(T row, String position) {}

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws Problem 400
   */
  static void requireOrder(ListRequest request) {
    Keyset.of(request, ROLE_SORTS, "r.id");
  }

  /** One page of roles. */
  @Transactional
  public Listing<Role> page(TenantId tenant, ListRequest request) {
    database.enter(tenant.value());
    Keyset keyset = Keyset.of(request, ROLE_SORTS, "r.id");
    List<Found<Role>> rows =
        database.query(
            statement(ROLES, keyset), RoleReports::role, parameters(tenant, request, keyset));
    return Listing.of(
            rows, request.limit(), found -> keyset.cursor(found.position(), found.row().id()))
        .map(Found::row);
  }

  /** All roles in that order, one by one. */
  @Transactional
  public void each(TenantId tenant, ListRequest request, Consumer<Role> consumer) {
    database.enter(tenant.value());
    Keyset keyset = Keyset.of(request.whole(), ROLE_SORTS, "r.id");
    database.each(
        statement(ROLES, keyset),
        row -> role(row).row(),
        consumer,
        parameters(tenant, request, keyset));
  }

  /** Whether the tenant has this role. */
  @Transactional
  public boolean exists(TenantId tenant, UUID role) {
    database.enter(tenant.value());
    return !database
        .query(
            "select id from provisioning.role where tenant_id = ? and id = ?",
            row -> true,
            tenant.value(),
            role)
        .isEmpty();
  }

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws Problem 400
   */
  static void requireMemberOrder(ListRequest request) {
    Keyset.of(request, MEMBER_SORTS, "u.id");
  }

  /** One page of those who have a role. */
  @Transactional
  public Listing<Member> members(TenantId tenant, UUID role, ListRequest request) {
    database.enter(tenant.value());
    Keyset keyset = Keyset.of(request, MEMBER_SORTS, "u.id");
    List<Found<Member>> rows =
        database.query(
            statement(MEMBERS, keyset),
            RoleReports::member,
            parameters(tenant, role, request, keyset));
    return Listing.of(
            rows, request.limit(), found -> keyset.cursor(found.position(), found.row().id()))
        .map(Found::row);
  }

  /** All who have a role in that order, one by one. */
  @Transactional
  public void eachMember(
      TenantId tenant, UUID role, ListRequest request, Consumer<Member> consumer) {
    database.enter(tenant.value());
    Keyset keyset = Keyset.of(request.whole(), MEMBER_SORTS, "u.id");
    database.each(
        statement(MEMBERS, keyset),
        row -> member(row).row(),
        consumer,
        parameters(tenant, role, request, keyset));
  }

  private static String statement(String select, Keyset keyset) {
    return select.formatted(keyset.position()) + keyset.condition() + keyset.order();
  }

  private static Object[] parameters(TenantId tenant, ListRequest request, Keyset keyset) {
    return keyset.parameters(tenant.value(), CaseFold.key(request.search()));
  }

  private static Object[] parameters(
      TenantId tenant, UUID role, ListRequest request, Keyset keyset) {
    String search = CaseFold.key(request.search());
    return keyset.parameters(tenant.value(), role, search, search);
  }

  private static Found<Role> role(ResultSet row) throws SQLException {
    return new Found<>(
        new Role(
            row.getObject(1, UUID.class),
            row.getString(3),
            row.getBoolean(4),
            row.getBoolean(5),
            row.getLong(6),
            row.getLong(7),
            List.of((String[]) row.getArray(8).getArray())),
        row.getString(2));
  }

  private static Found<Member> member(ResultSet row) throws SQLException {
    return new Found<>(
        new Member(
            row.getObject(1, UUID.class),
            row.getString(3),
            row.getString(4),
            row.getBoolean(5),
            row.getObject(6, OffsetDateTime.class)),
        row.getString(2));
  }
}
