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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Who waits for a manager: for one reference, or for any. */
@ApplicationScoped
public class WaitingPeople {
  private static final List<SortKey> SORTS =
      List.of(
          new SortKey("name", PersonSql.NAME_KEY, "text"),
          new SortKey("userName", "u.user_name_key", "text"),
          new SortKey("since", "u.manager_pending_since", "timestamptz"));

  @Inject private Database database;

  /**
   * Somebody whose manager is not known.
   *
   * @param team the team's name, or null
   * @param reference the manager as it was sent
   */
  public record Waiting(
      UUID id,
      String userName,
      String displayName,
      String team,
      boolean active,
      String reference,
      OffsetDateTime since) {}

  private record Found(Waiting waiting, String position) {}

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws Problem 400
   */
  static void requireOrder(ListRequest request) {
    Keyset.of(request, SORTS, "u.id");
  }

  /**
   * One page, by name.
   *
   * @param reference as it was sent; empty for any
   */
  @Transactional
  public Listing<Waiting> page(TenantId tenant, String reference, ListRequest request) {
    database.enter(tenant.value());
    Keyset keyset = Keyset.of(request, SORTS, "u.id");
    List<Found> rows =
        database.query(
            statement(keyset, reference, request),
            row -> new Found(waiting(row), row.getString(8)),
            keyset.parameters(parameters(tenant, reference, request)));
    return Listing.of(
            rows, request.limit(), row -> keyset.cursor(row.position(), row.waiting().id()))
        .map(Found::waiting);
  }

  /** All of them in that order, one by one. */
  @Transactional
  public void each(
      TenantId tenant, String reference, ListRequest request, Consumer<Waiting> consumer) {
    database.enter(tenant.value());
    ListRequest whole = request.whole();
    Keyset keyset = Keyset.of(whole, SORTS, "u.id");
    database.each(
        statement(keyset, reference, whole),
        WaitingPeople::waiting,
        consumer,
        keyset.parameters(parameters(tenant, reference, whole)));
  }

  private static String statement(Keyset keyset, String reference, ListRequest request) {
    return "select u.id, u.document ->> 'userName', "
        + PersonSql.NAME
        + ", t.name, u.active, u.manager_reference, u.manager_pending_since, "
        + keyset.position()
        + " from provisioning.scim_user u"
        + PersonSql.JOIN_TEAM
        + " where u.tenant_id = ? and u.manager_id is null and"
        + " u.manager_reference_key is not null"
        + (reference.isEmpty()
            ? ""
            : " and u.manager_reference_key = ? and u.manager_reference = ?")
        + (request.search().isEmpty() ? "" : PersonSql.MATCHES)
        + keyset.condition()
        + keyset.order();
  }

  private static Object[] parameters(TenantId tenant, String reference, ListRequest request) {
    List<Object> parameters = new ArrayList<>(List.of(tenant.value()));
    if (!reference.isEmpty()) {
      parameters.addAll(List.of(CaseFold.key(reference.strip()), reference));
    }
    if (!request.search().isEmpty()) {
      String search = CaseFold.key(request.search());
      parameters.addAll(List.of(search, search));
    }
    return parameters.toArray();
  }

  private static Waiting waiting(ResultSet row) throws SQLException {
    return new Waiting(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getBoolean(5),
        row.getString(6),
        row.getObject(7, OffsetDateTime.class));
  }
}
