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
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Who is in a team, active or not. */
@ApplicationScoped
public class TeamMembers {
  private static final String MEMBER =
      "select u.id, u.document ->> 'userName', "
          + PersonSql.NAME
          + ", u.document ->> 'title', u.active, m.id, "
          + PersonSql.name("m");

  private static final List<SortKey> SORTS =
      List.of(new SortKey("userName", "u.user_name_key", "text"));

  @Inject private Database database;

  /**
   * Somebody who is in the team.
   *
   * @param title may be null
   * @param managerId null without a manager, like {@code manager}
   */
  public record Member(
      UUID id,
      String userName,
      String displayName,
      String title,
      boolean active,
      UUID managerId,
      String manager) {}

  private record Found(Member member, String position) {}

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws Problem 400
   */
  static void requireOrder(ListRequest request) {
    Keyset.of(request, SORTS, "u.id");
  }

  /** One page. */
  @Transactional
  public Listing<Member> list(TenantId tenant, UUID team, ListRequest request) {
    database.enter(tenant.value());
    Keyset keyset = Keyset.of(request, SORTS, "u.id");
    List<Found> rows =
        database.query(
            statement(keyset, request),
            row -> new Found(member(row), row.getString(8)),
            keyset.parameters(parameters(tenant, team, request)));
    return Listing.of(
            rows, request.limit(), row -> keyset.cursor(row.position(), row.member().id()))
        .map(Found::member);
  }

  /** All of them in that order, one by one. */
  @Transactional
  public void each(TenantId tenant, UUID team, ListRequest request, Consumer<Member> consumer) {
    database.enter(tenant.value());
    Keyset keyset = Keyset.of(request.whole(), SORTS, "u.id");
    database.each(
        statement(keyset, request),
        TeamMembers::member,
        consumer,
        keyset.parameters(parameters(tenant, team, request)));
  }

  private static String statement(Keyset keyset, ListRequest request) {
    return MEMBER + ", " + keyset.position() + from(request) + keyset.condition() + keyset.order();
  }

  private static String from(ListRequest request) {
    return """
     from provisioning.scim_user u
    left join provisioning.scim_user m on m.tenant_id = u.tenant_id and m.id = u.manager_id
    where u.tenant_id = ? and u.team_id = ?\
    """
        + (request.search().isEmpty() ? "" : PersonSql.MATCHES);
  }

  private static Object[] parameters(TenantId tenant, UUID team, ListRequest request) {
    String search = CaseFold.key(request.search());
    return search.isEmpty()
        ? new Object[] {tenant.value(), team}
        : new Object[] {tenant.value(), team, search, search};
  }

  private static Member member(ResultSet row) throws SQLException {
    return new Member(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getBoolean(5),
        row.getObject(6, UUID.class),
        row.getString(7));
  }
}
