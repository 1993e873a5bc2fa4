package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Keyset.SortKey;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Manager references that lead to nobody, as they were sent: since when, who waits, and why. Why is
 * found out as the reporting lines themselves are made, for the references of a page only.
 */
@ApplicationScoped
public class PendingManagers {
  private static final List<SortKey> SORTS =
      List.of(
          new SortKey("waiting", "p.waiting", "bigint"),
          new SortKey("since", "p.since", "timestamptz"),
          new SortKey("reference", "p.reference", "text"));
  private static final String MOST_WAITING_FIRST = "-waiting";

  /** The first kind of key by which the reference means anybody, and how many it means. */
  private static final String MEANS =
      """
      (select array[c.kind, cast(count(distinct c.id) as text)]
        from provisioning.manager_candidates(?, p.reference, p.key) c where c.kind = any (?)
        group by c.kind order by array_position(?, c.kind) limit 1)\
      """;

  /** What some of those who wait are called. */
  private static final String SOME =
      "array(select "
          + PersonSql.NAME
          + " from provisioning.scim_user u where u.tenant_id = ? and u.manager_id is null and"
          + " u.manager_reference_key = p.key and u.manager_reference = p.reference order by u.id"
          + " limit 5)";

  @Inject private Database database;
  @Inject private Tenants tenants;

  /** Why a reference leads to nobody. */
  public enum Reason {
    /** No key of anybody is this reference. */
    NOBODY,
    /** Several people have it as a key of the first kind that finds any. */
    AMBIGUOUS,
    /** It means one person by now: two writes missed each other, and the next check links them. */
    SOON;

    /** As the report writes it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A reference as it was sent.
   *
   * @param since when the first of those who wait began to
   * @param waiting how many people wait for this manager
   * @param people what some of them are called
   * @param key the kind of key by which it is ambiguous, {@code email}; else null
   * @param matches how many people have that key
   */
  public record Pending(
      String reference,
      OffsetDateTime since,
      long waiting,
      List<String> people,
      Reason reason,
      String key,
      long matches) {}

  private record Found(Pending pending, String position, UUID id) {}

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws Problem 400
   */
  static void requireOrder(ListRequest request) {
    Keyset.of(request.orElseSortedBy(MOST_WAITING_FIRST), SORTS, "p.id");
  }

  /** One page; those for whom most wait first, unless another order is asked for. */
  @Transactional
  public Listing<Pending> page(TenantId tenant, ListRequest request) {
    database.enter(tenant.value());
    ListRequest ordered = request.orElseSortedBy(MOST_WAITING_FIRST);
    Keyset keyset = Keyset.of(ordered, SORTS, "p.id");
    List<Found> rows =
        database.query(
            statement(keyset, ordered),
            PendingManagers::found,
            keyset.parameters(parameters(tenant, ordered)));
    return Listing.of(rows, ordered.limit(), row -> keyset.cursor(row.position(), row.id()))
        .map(Found::pending);
  }

  /** All of them in that order, one by one. */
  @Transactional
  public void each(TenantId tenant, ListRequest request, Consumer<Pending> consumer) {
    database.enter(tenant.value());
    ListRequest ordered = request.whole().orElseSortedBy(MOST_WAITING_FIRST);
    Keyset keyset = Keyset.of(ordered, SORTS, "p.id");
    database.each(
        statement(keyset, ordered),
        row -> found(row).pending(),
        consumer,
        keyset.parameters(parameters(tenant, ordered)));
  }

  /** How many references there are, and how many people wait. */
  @Transactional
  public Count count(TenantId tenant) {
    database.enter(tenant.value());
    return database
        .query(
            "select count(distinct manager_reference), count(*) from provisioning.scim_user where"
                + " tenant_id = ? and manager_id is null and manager_reference_key is not null",
            row -> new Count(row.getLong(1), row.getLong(2)),
            tenant.value())
        .get(0);
  }

  /** How many references lead to nobody, and how many people wait for them. */
  public record Count(long references, long people) {}

  /** The id, which decides between equal values, is that of the first who waits. */
  private static String statement(Keyset keyset, ListRequest request) {
    return "select p.reference, p.since, p.waiting, "
        + SOME
        + ", p.id, "
        + keyset.position()
        + ", "
        + MEANS
        + """
         from (
          select manager_reference as reference, min(manager_reference_key) as key, min(manager_pending_since) as since,
            count(*) as waiting, cast(min(cast(id as text)) as uuid) as id
          from provisioning.scim_user where tenant_id = ? and manager_id is null and manager_reference_key is not null
          group by manager_reference) p
        where true\
        """
        + (request.search().isEmpty() ? "" : " and strpos(p.key, ?) > 0")
        + keyset.condition()
        + keyset.order();
  }

  private Object[] parameters(TenantId tenant, ListRequest request) {
    String search = CaseFold.key(request.search());
    String[] order = tenants.options(tenant).managerKeys().toArray(String[]::new);
    return search.isEmpty()
        ? new Object[] {tenant.value(), tenant.value(), order, order, tenant.value()}
        : new Object[] {tenant.value(), tenant.value(), order, order, tenant.value(), search};
  }

  private static Found found(ResultSet row) throws SQLException {
    java.sql.Array means = row.getArray(7);
    String[] kind = means == null ? null : (String[]) means.getArray();
    long matches = kind == null ? 0 : Long.parseLong(kind[1]);
    Reason reason = matches == 0 ? Reason.NOBODY : matches == 1 ? Reason.SOON : Reason.AMBIGUOUS;
    return new Found(
        new Pending(
            row.getString(1),
            row.getObject(2, OffsetDateTime.class),
            row.getLong(3),
            List.of((String[]) row.getArray(4).getArray()),
            reason,
            reason == Reason.AMBIGUOUS ? kind[0] : null,
            matches),
        row.getString(6),
        row.getObject(5, UUID.class));
  }
}
