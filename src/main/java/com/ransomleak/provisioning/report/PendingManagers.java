package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Keyset.SortKey;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/**
 * Manager references that lead to nobody, as they were sent: since when, who waits, and why. Why is
 * found out as the reporting lines themselves are made, for the references of a page only.
 */
@ApplicationScoped
public class PendingManagers {
  /** The id, which decides between equal values, is that of the first who waits. */
  private static final ReportQuery<PendingReference> REFERENCES =
      new ReportQuery<>(
          PendingReference.class,
          """
          select p.reference, p.since, p.waiting,
            array(select u.display_name from provisioning.scim_user u
              where u.tenant_id = :tenant and u.manager_id is null and u.manager_reference_key = p.key and u.manager_reference = p.reference
              order by u.id limit 5) as people,
            (select array[c.kind, cast(count(distinct c.id) as text)]
              from provisioning.manager_candidates(:tenant, p.reference, p.key) c where c.kind = any (:manager_keys)
              group by c.kind order by array_position(:manager_keys, c.kind) limit 1) as means,
            <position>
          from (
            select manager_reference as reference, min(manager_reference_key) as key, min(manager_pending_since) as since,
              count(*) as waiting, cast(min(cast(id as text)) as uuid) as id
            from provisioning.scim_user where tenant_id = :tenant and manager_id is null and manager_reference_key is not null
            group by manager_reference) p
          where true <filter>
          <page>
          """,
          "p.id",
          List.of(
              new SortKey("waiting", "p.waiting", "bigint"),
              new SortKey("since", "p.since", "timestamptz"),
              new SortKey("reference", "p.reference", "text")),
          "-waiting");

  @Inject private Jdbi jdbi;
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

  /** How many references lead to nobody, and how many people wait for them. */
  public record Count(long references, long people) {}

  /**
   * @param means the first kind of key by which the reference means anybody, and how many it means;
   *     null when it means nobody
   */
  private record PendingReference(
      String reference,
      OffsetDateTime since,
      long waiting,
      List<String> people,
      List<String> means) {
    Pending pending() {
      long matches = means == null ? 0 : Long.parseLong(means.get(1));
      Reason reason = matches == 0 ? Reason.NOBODY : matches == 1 ? Reason.SOON : Reason.AMBIGUOUS;
      return new Pending(
          reference,
          since,
          waiting,
          people,
          reason,
          reason == Reason.AMBIGUOUS ? means.get(0) : null,
          matches);
    }
  }

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws ReportException 400
   */
  static void requireOrder(ListRequest request) {
    REFERENCES.requireOrder(request);
  }

  /** One page; those for whom most wait first, unless another order is asked for. */
  @Transactional
  public Listing<Pending> page(TenantId tenant, ListRequest request) {
    return REFERENCES.page(jdbi, request, filter(tenant, request)).map(PendingReference::pending);
  }

  /** All of them in that order, one by one. */
  @Transactional
  public void each(TenantId tenant, ListRequest request, Consumer<Pending> consumer) {
    REFERENCES.each(
        jdbi, request, filter(tenant, request), found -> consumer.accept(found.pending()));
  }

  /** How many references there are, and how many people wait. */
  @Transactional
  public Count count(TenantId tenant) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select count(distinct manager_reference) as references, count(*) as people
                    from provisioning.scim_user
                    where tenant_id = :tenant and manager_id is null and manager_reference_key is not null
                    """)
                .bind("tenant", tenant)
                .mapTo(Count.class)
                .one());
  }

  private ReportFilter filter(TenantId tenant, ListRequest request) {
    return new ReportFilter(tenant)
        .bind("manager_keys", tenants.options(tenant).managerKeys().toArray(String[]::new))
        .search(request, "strpos(p.key, :search) > 0");
  }
}
