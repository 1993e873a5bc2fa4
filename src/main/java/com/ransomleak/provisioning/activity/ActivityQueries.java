package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads single entries of the activity log. The report {@code activity} is the list. */
@ApplicationScoped
public class ActivityQueries {
  private static final String ENTRIES =
      """
      select id, at, actor_kind, actor, action, resource_type, resource_id, resource_name, coalesce(status, 0) as status, scim_type, detail,
        array(select jsonb_array_elements_text(changed)) as changed, changed_values as values,
        array(select jsonb_array_elements_text(consequences)) as consequences, coalesce(tolerances, '{}') as tolerances,
        method, path, client, source, request_id
      from provisioning.activity where tenant_id = :tenant and %s
      order by id desc limit :limit
      """;

  @Inject private Sql sql;

  /** The filters of the activity page. */
  public enum Kind {
    ALL("true"),
    PROVISIONING("actor_kind = 'provider'"),
    REJECTED("status >= 400"),
    WARNINGS("tolerances is not null"),
    CONSOLE("actor_kind not in ('provider', 'reports') and actor_kind <> 'timer'"),
    // The first condition is that of the index activity_of_others.
    TIMER("actor_kind not in ('provider', 'reports') and actor_kind = 'timer'");

    private final String condition;

    Kind(String condition) {
      this.condition = condition;
    }

    /** In SQL, for {@code from provisioning.activity}. */
    public String condition() {
      return condition;
    }
  }

  /** Rejections for the same reason in the last seven days: their number, and the newest entry. */
  public record RejectionCause(
      int status, String scimType, String detail, long times, OffsetDateTime last, UUID newest) {}

  /** Empty for an unknown id, and for an id of another tenant. */
  @Transactional
  public Optional<Entry> entry(TenantId tenant, UUID id) {
    return newest(tenant, "id = :id").bind("id", id).first(Entry.class);
  }

  /** The newest rejected request, except requests that were rejected because of tokens. */
  @Transactional
  public Optional<Entry> newestRejected(TenantId tenant) {
    return newest(
            tenant,
            """
            status >= 400 and status <> 401 and action <> 'rejected.tokensRateLimited' and actor_kind = 'provider'
            """)
        .first(Entry.class);
  }

  /**
   * The newest request that was rejected because its token was missing or invalid.
   *
   * @param revoked whether the token belonged to this tenant; anybody can send other tokens
   */
  @Transactional
  public Optional<Entry> newestUnauthorized(TenantId tenant, boolean revoked) {
    return newest(
            tenant,
            """
            status >= 400 and status = 401 and actor_kind = 'provider' and (token_id is not null) = :revoked
            """)
        .bind("revoked", revoked)
        .first(Entry.class);
  }

  /** The newest request with this warning, among the last ten thousand requests with warnings. */
  @Transactional
  public Optional<Entry> newestWithWarning(TenantId tenant, String warning) {
    return newest(
            tenant,
            """
            id = (
              select recent.id from (
                select id, tolerances from provisioning.activity where tenant_id = :tenant and tolerances is not null
                order by id desc limit 10000) recent
              where jsonb_exists(recent.tolerances, :warning) order by recent.id desc limit 1)
            """)
        .bind("warning", warning)
        .first(Entry.class);
  }

  /**
   * The most frequent reasons for rejections. Details that differ only in names and ids, which are
   * in quotation marks, have one cause. An apostrophe inside a word is not a quotation mark.
   */
  @Transactional
  public List<RejectionCause> causes(TenantId tenant, int limit) {
    return sql.of(
            tenant,
            """
            select status, scim_type, cause as detail, count(*) as times, max(at) as last, max(id::text collate "C")::uuid as newest
            from (select status, scim_type, at, id,
                regexp_replace(detail, '"[^"]*"|(?<![^\\s(\\[])''[^'']*''(?![^\\s.,;:)\\]])|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', '…', 'g') as cause
              from provisioning.activity where tenant_id = :tenant and status >= 400 and actor_kind = 'provider' and at > now() - interval '7 days'
                and id >= provisioning.first_id_at(now() - interval '7 days')
              order by id desc limit 10000) recent
            group by status, scim_type, cause order by count(*) desc, newest desc limit :limit
            """)
        .bind("limit", limit)
        .list(RejectionCause.class);
  }

  private Sql.Statement newest(TenantId tenant, String condition) {
    return sql.of(tenant, ENTRIES.formatted(condition)).bind("limit", 1);
  }
}
