package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Health.Requests;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Reads what {@link Health} decides by. The cost does not grow with the activity. */
@ApplicationScoped
public class HealthReader {
  /** The number of activity rows that are read, at most. */
  static final int MAX_ROWS = 20_000;

  /**
   * Requests without a token of this tenant do not count, because anybody can send them. Ids grow
   * with time, so the newest rows of the period are those with the greatest ids.
   */
  static final String COUNTED =
      """
      (actor_kind = 'provider' and (status is distinct from 401 or token_id is not null) and action <> 'rejected.tokensRateLimited')\
      """;

  private static final String COUNT =
      """
      with newest as (
        select at, coalesce(status, 0) >= 400 as rejected, %s as counted
        from provisioning.activity
        where tenant_id = :tenant and id >= provisioning.first_id_at(now() - interval '1 day') order by id desc limit :max)
      select count(*) filter (where counted and at > now() - interval '1 hour') as hour_requests,
        count(*) filter (where counted and rejected and at > now() - interval '1 hour') as hour_rejected,
        count(*) filter (where counted) as day_requests, count(*) filter (where counted and rejected) as day_rejected,
        count(*) = :max and min(at) > now() - interval '1 hour' as hour_sampled, count(*) = :max as day_sampled
      from newest
      """
          .formatted(COUNTED);

  /** Stops at the first row that matches. */
  private static final String LAST_SUCCESS =
      """
      select at from (
        select at, coalesce(status, 0) < 400 and actor_kind = 'provider' and action not in ('read', 'user.unchanged', 'group.unchanged') as accepted from provisioning.activity
        where tenant_id = :tenant order by id desc limit :max) newest
      where accepted limit 1
      """;

  /**
   * When a provisioning client last used a token of this tenant, also one that is dead by now. A
   * token notes its use once a minute, so the activity can have a newer request.
   */
  static final String LAST_REQUEST =
      """
      greatest(
        (select max(last_used_at) from provisioning.api_token where tenant_id = :tenant and purpose = 'scim'),
        (select at from (
          select at, actor_kind = 'provider' and token_id is not null and status is distinct from 401 as accepted_token from provisioning.activity
          where tenant_id = :tenant order by id desc limit %d) newest
        where accepted_token limit 1))\
      """
          .formatted(MAX_ROWS);

  @Inject private Sql sql;
  @Inject private ApiTokens tokens;

  /** The result of {@link #COUNT}. */
  public record Counts(
      long hourRequests,
      long hourRejected,
      long dayRequests,
      long dayRejected,
      boolean hourSampled,
      boolean daySampled) {}

  /** When a provisioning client last used a token of this tenant, also one that is dead by now. */
  @Transactional
  public Optional<OffsetDateTime> lastRequest(TenantId tenant) {
    return sql.of(
            tenant, "select at from (select " + LAST_REQUEST + " as at) l where at is not null")
        .first(OffsetDateTime.class);
  }

  /** The health of a tenant at this moment. */
  @Transactional
  public Health of(TenantId tenant) {
    Counts counts = sql.of(tenant, COUNT).bind("max", MAX_ROWS).one(Counts.class);
    return Health.of(
        new Health.Facts(
            tokens.live(tenant, Purpose.SCIM),
            tokens.live(tenant, Purpose.REPORTS),
            tokens.live(tenant, Purpose.ACTIVITY),
            tokens.onPrevious(tenant),
            lastRequest(tenant).orElse(null),
            new Requests(counts.hourRequests(), counts.hourRejected(), counts.hourSampled()),
            new Requests(counts.dayRequests(), counts.dayRejected(), counts.daySampled()),
            sql.of(tenant, LAST_SUCCESS)
                .bind("max", MAX_ROWS)
                .first(OffsetDateTime.class)
                .orElse(null)),
        Instant.now());
  }
}
