package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** What happened in a tenant, newest first. Pages are cut by id, so a deep one costs no more. */
@ApplicationScoped
public class ActivityQueries {
  private static final String NEWEST =
      """
      select id, at, actor_kind, actor, action, resource_type, resource_id, resource_name, coalesce(status, 0) as status, scim_type, detail,
        array(select jsonb_array_elements_text(changed)) as changed, changed_values as values,
        array(select jsonb_array_elements_text(consequences)) as consequences, coalesce(tolerances, '{}') as tolerances,
        method, path, client, source, request_id
      from provisioning.activity where tenant_id = :tenant and <kind> and <condition>
      order by id desc limit :limit
      """;

  private static final String PAGE =
      """
      id < :before
        and (:text = '' or resource_id = :text or request_id = :text or resource_name ilike :like or detail ilike :like
          or path ilike :like or client ilike :like or actor ilike :like)
      """;

  /** No id is greater: ids are of version 7. */
  private static final UUID AFTER_ALL = new UUID(-1, -1);

  @Inject private Jdbi jdbi;

  /** Whose doing. */
  public enum Kind {
    ALL("true"),
    PROVISIONING("actor_kind = 'provider'"),
    REFUSED("status >= 400"),
    TOLERATED("tolerances is not null"),
    CONSOLE("actor_kind not in ('provider', 'reports') and actor_kind <> 'timer'"),
    // Says the same twice, for the index of all but clients.
    TIMER("actor_kind not in ('provider', 'reports') and actor_kind = 'timer'");

    private final String condition;

    Kind(String condition) {
      this.condition = condition;
    }
  }

  /** What was refused alike: how often in the last seven days, and the newest of it. */
  public record Cause(
      int status, String scimType, String detail, long times, OffsetDateTime last, UUID newest) {}

  /**
   * One page.
   *
   * @param search a part of a name, path, client or detail, or a whole id; may be empty
   * @param before only older entries than this id; empty for the newest
   */
  @Transactional
  public List<Entry> page(
      TenantId tenant, Kind kind, String search, Optional<UUID> before, int limit) {
    String text = search.strip().replace("\0", "");
    String like = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    return newest(
        tenant,
        kind,
        PAGE,
        limit,
        query ->
            query.bind("before", before.orElse(AFTER_ALL)).bind("text", text).bind("like", like));
  }

  /** Empty for an id that is not this tenant's. */
  @Transactional
  public Optional<Entry> entry(TenantId tenant, UUID id) {
    return newest(tenant, "id = :id", query -> query.bind("id", id));
  }

  /** The newest exchange that was refused for another reason than its token, or such tokens. */
  @Transactional
  public Optional<Entry> newestRefused(TenantId tenant) {
    return newest(
        tenant,
        """
        status >= 400 and status <> 401 and action <> 'refused.tokensPutOff' and actor_kind = 'provider'
        """,
        query -> query);
  }

  /**
   * The newest exchange that was refused for its token, or the lack of it.
   *
   * @param ours whether the token once was this tenant's: anybody can send any other
   */
  @Transactional
  public Optional<Entry> newestUnauthorized(TenantId tenant, boolean ours) {
    return newest(
        tenant,
        """
        status >= 400 and status = 401 and actor_kind = 'provider' and (token_id is not null) = :ours\
        """,
        query -> query.bind("ours", ours));
  }

  /** The newest exchange in which this was tolerated, among the last ten thousand tolerant ones. */
  @Transactional
  public Optional<Entry> newestTolerating(TenantId tenant, String tolerance) {
    return newest(
        tenant,
        """
        id = (
          select recent.id from (
            select id, tolerances from provisioning.activity where tenant_id = :tenant and tolerances is not null
            order by id desc limit 10000) recent
          where jsonb_exists(recent.tolerances, :tolerance) order by recent.id desc limit 1)
        """,
        query -> query.bind("tolerance", tolerance));
  }

  /**
   * The most frequent refusals; what differs only in names and ids is one cause. Both are quoted,
   * one way or the other; an apostrophe inside of a word quotes nothing.
   */
  @Transactional
  public List<Cause> causes(TenantId tenant, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select status, scim_type, cause as detail, count(*) as times, max(at) as last, max(id::text collate "C")::uuid as newest
                    from (select status, scim_type, at, id,
                        regexp_replace(detail, '"[^"]*"|(?<![^\\s(\\[])''[^'']*''(?![^\\s.,;:)\\]])|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', '…', 'g') as cause
                      from provisioning.activity where tenant_id = :tenant and status >= 400 and actor_kind = 'provider' and at > now() - interval '7 days'
                      order by id desc limit 10000) recent
                    group by status, scim_type, cause order by count(*) desc, newest desc limit :limit
                    """)
                .bind("tenant", tenant)
                .bind("limit", limit)
                .mapTo(Cause.class)
                .list());
  }

  private Optional<Entry> newest(
      TenantId tenant, String condition, UnaryOperator<Query> parameters) {
    return newest(tenant, Kind.ALL, condition, 1, parameters).stream().findFirst();
  }

  private List<Entry> newest(
      TenantId tenant, Kind kind, String condition, int limit, UnaryOperator<Query> parameters) {
    return jdbi.withHandle(
        handle ->
            parameters
                .apply(handle.createQuery(NEWEST))
                .define("kind", kind.condition)
                .define("condition", condition)
                .bind("tenant", tenant)
                .bind("limit", limit)
                .mapTo(Entry.class)
                .list());
  }
}
