package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.paging.Cursor;
import com.ransomleak.provisioning.paging.Cursors;
import com.ransomleak.provisioning.paging.Page;
import com.ransomleak.provisioning.paging.Position;
import com.ransomleak.provisioning.paging.Total;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads the activity log, newest entries first. */
@ApplicationScoped
public class ActivityQueries {
  private static final String ENTRIES =
      """
      select id, at, actor_kind, actor, action, resource_type, resource_id, resource_name, coalesce(status, 0) as status, scim_type, detail,
        array(select jsonb_array_elements_text(changed)) as changed, changed_values as values,
        array(select jsonb_array_elements_text(consequences)) as consequences, coalesce(tolerances, '{}') as tolerances,
        method, path, client, source, request_id
      from provisioning.activity where tenant_id = :tenant and %s and %s
      order by id %s limit :limit
      """;

  private static final String MATCHES =
      """
      id <comparison> :place
        and (:text = '' or resource_id = :text or request_id = :text or resource_name ilike :like or detail ilike :like
          or path ilike :like or client ilike :like or actor ilike :like
          or action = any (:actions)
          or exists (select from jsonb_array_elements(consequences) recorded, jsonb_each(recorded) consequence
            where consequence.key = any (:consequences)
              or exists (select from jsonb_array_elements_text(consequence.value) argument where argument ilike :like)))
      """;

  /**
   * The entries about the user {@code :person}, and rejected requests that were sent with the
   * userName and no id.
   */
  public static final String ABOUT_PERSON =
      """
      id in (select id from provisioning.activity where tenant_id = :tenant and resource_id = cast(:person as text) and resource_type = 'User'
        union all
        select a.id from provisioning.activity a join provisioning.scim_user u on u.tenant_id = a.tenant_id and u.user_name_key = lower(a.resource_name)
        where a.tenant_id = :tenant and u.id = :person and a.status >= 400 and a.resource_type = 'User' and a.resource_id is null)\
      """;

  /** No id is greater, because ids are UUIDs of version 7. */
  private static final UUID AFTER_ALL = new UUID(-1, -1);

  @Inject private Sql sql;
  @Inject private Cursors cursors;

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

  /**
   * Reads one page.
   *
   * @param search a part of a name, path, client, detail, or of the text of an action or a
   *     consequence; or an id; can be empty
   * @param cursor where the page begins or ends; empty for the newest entries
   * @throws ScimException 400 for a cursor of another list, or an old one
   */
  @Transactional
  public Page<Entry> page(TenantId tenant, Kind kind, String search, String cursor, int limit) {
    Cursor places = cursors.of(tenant, "activity\n" + kind + "\n" + search);
    Optional<Position> from =
        cursor.isEmpty() ? Optional.empty() : Optional.of(places.read(cursor, Instant.now()));
    boolean backward = from.filter(Position::backward).isPresent();
    String text = search.strip().replace("\0", "");
    String like = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    List<Entry> rows =
        entries(
                tenant,
                kind,
                MATCHES.replace("<comparison>", backward ? ">" : "<"),
                backward ? "asc" : "desc",
                limit + 1)
            .bind("place", from.map(Position::id).orElse(AFTER_ALL))
            .bind("text", text)
            .bind("like", like)
            .bind("actions", keys(Stream.of(Action.values()).map(Action::word), "action.", text))
            .bind(
                "consequences",
                keys(Stream.of(Consequence.values()).map(Enum::name), "consequence.", text))
            .list(Entry.class);
    return Page.of(
        rows,
        limit,
        from,
        entry -> Position.after(null, entry.id()),
        position -> places.write(position, Instant.now()));
  }

  /** The keys whose text in the message bundle contains the text. */
  private static String[] keys(Stream<String> all, String prefix, String text) {
    String sought = text.toLowerCase(Locale.ROOT);
    return all.filter(key -> Texts.text(prefix + key).toLowerCase(Locale.ROOT).contains(sought))
        .toArray(String[]::new);
  }

  /** How many entries of a kind there are, counted up to a limit. A search is never counted. */
  @Transactional
  public Total total(TenantId tenant, Kind kind) {
    String from = "from provisioning.activity where tenant_id = :tenant and " + kind.condition;
    return Total.counted(sql.of(tenant, Total.query(from)).one(Long.class));
  }

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
              order by id desc limit 10000) recent
            group by status, scim_type, cause order by count(*) desc, newest desc limit :limit
            """)
        .bind("limit", limit)
        .list(RejectionCause.class);
  }

  private Sql.Statement newest(TenantId tenant, String condition) {
    return entries(tenant, Kind.ALL, condition, "desc", 1);
  }

  private Sql.Statement entries(
      TenantId tenant, Kind kind, String condition, String direction, int limit) {
    return sql.of(tenant, ENTRIES.formatted(kind.condition, condition, direction))
        .bind("limit", limit);
  }
}
