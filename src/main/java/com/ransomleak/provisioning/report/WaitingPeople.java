package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Keyset.SortKey;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/** Who waits for a manager: for one reference, or for any. */
@ApplicationScoped
public class WaitingPeople {
  private static final ReportQuery<Waiting> WAITING =
      new ReportQuery<>(
          Waiting.class,
          """
          select u.id, u.user_name, u.display_name, t.name as team, u.active,
            u.manager_reference as reference, u.manager_pending_since as since, <position>
          from provisioning.scim_user u
          left join provisioning.team t on t.tenant_id = u.tenant_id and t.id = u.team_id
          where u.tenant_id = :tenant and u.manager_id is null and u.manager_reference_key is not null <filter>
          <page>
          """,
          "u.id",
          List.of(
              new SortKey("name", "u.display_name_key", "text"),
              new SortKey("userName", "u.user_name_key", "text"),
              new SortKey("since", "u.manager_pending_since", "timestamptz")));

  @Inject private Jdbi jdbi;

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

  /**
   * Before a list is begun: it can be sorted so, and goes on from there.
   *
   * @throws ReportException 400
   */
  static void requireOrder(ListRequest request) {
    WAITING.requireOrder(request);
  }

  /**
   * One page, by name.
   *
   * @param reference as it was sent; empty for any
   */
  @Transactional
  public Listing<Waiting> page(TenantId tenant, String reference, ListRequest request) {
    return WAITING.page(jdbi, request, filter(tenant, reference, request));
  }

  /** All of them in that order, one by one. */
  @Transactional
  public void each(
      TenantId tenant, String reference, ListRequest request, Consumer<Waiting> consumer) {
    WAITING.each(jdbi, request, filter(tenant, reference, request), consumer);
  }

  private static ReportFilter filter(TenantId tenant, String reference, ListRequest request) {
    ReportFilter filter = new ReportFilter(tenant).searchPeople(request);
    return reference.isEmpty()
        ? filter
        : filter
            .and(
                "u.manager_reference_key = :reference_key",
                "reference_key",
                CaseFold.key(reference.strip()))
            .and("u.manager_reference = :reference", "reference", reference);
  }
}
