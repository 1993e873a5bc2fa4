package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What happened in a tenant, newest first. Pages are cut by id, so a deep one costs no more. */
@ApplicationScoped
public class ActivityQueries {
  private static final String ENTRY =
      """
      select id, at, actor_kind, actor, action, resource_type, resource_id, resource_name, coalesce(status, 0), scim_type, detail, changed, changed_values,
        consequences, tolerances, method, path, client, source, request_id
      from provisioning.activity where tenant_id = ?
      """;

  /** No id is greater: ids are of version 7. */
  private static final UUID AFTER_ALL = new UUID(-1, -1);

  @Inject private Database database;

  /** Whose doing. */
  public enum Kind {
    ALL(""),
    PROVISIONING(" and actor_kind = 'provider'"),
    REFUSED(" and status >= 400"),
    TOLERATED(" and tolerances is not null"),
    CONSOLE(" and actor_kind not in ('provider', 'reports') and actor_kind <> 'timer'"),
    // Says the same twice, for the index of all but clients.
    TIMER(" and actor_kind not in ('provider', 'reports') and actor_kind = 'timer'");

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
    database.enter(tenant.value());
    String text = search.strip().replace("\0", "");
    String like = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    return database.query(
        ENTRY
            + kind.condition
            + """
             and id < ? and (? = '' or resource_id = ? or request_id = ? or resource_name ilike ? or detail ilike ? or path ilike ?
               or client ilike ? or actor ilike ?)
            order by id desc limit ?
            """,
        ActivityQueries::entry,
        tenant.value(),
        before.orElse(AFTER_ALL),
        text,
        text,
        text,
        like,
        like,
        like,
        like,
        like,
        limit);
  }

  /** Empty for an id that is not this tenant's. */
  @Transactional
  public Optional<Entry> entry(TenantId tenant, UUID id) {
    return first(tenant, ENTRY + " and id = ?", id);
  }

  /** The newest exchange that was refused for another reason than its token, or such tokens. */
  @Transactional
  public Optional<Entry> newestRefused(TenantId tenant) {
    return first(
        tenant,
        ENTRY
            + " and status >= 400 and status <> 401 and action <> 'refused.tokensPutOff' and"
            + " actor_kind = 'provider' order by id desc limit 1");
  }

  /**
   * The newest exchange that was refused for its token, or the lack of it.
   *
   * @param ours whether the token once was this tenant's: anybody can send any other
   */
  @Transactional
  public Optional<Entry> newestUnauthorized(TenantId tenant, boolean ours) {
    return first(
        tenant,
        ENTRY
            + " and status >= 400 and status = 401 and actor_kind = 'provider' and (token_id is not"
            + " null) = ? order by id desc limit 1",
        ours);
  }

  /** The newest exchange in which this was tolerated, among the last ten thousand tolerant ones. */
  @Transactional
  public Optional<Entry> newestTolerating(TenantId tenant, String tolerance) {
    return first(
        tenant,
        "select * from ("
            + ENTRY
            + " and tolerances is not null order by id desc limit 10000) recent where"
            + " jsonb_exists(tolerances, ?) order by id desc limit 1",
        tolerance);
  }

  /**
   * The most frequent refusals; what differs only in names and ids is one cause. Both are quoted,
   * one way or the other; an apostrophe inside of a word quotes nothing.
   */
  @Transactional
  public List<Cause> causes(TenantId tenant, int limit) {
    database.enter(tenant.value());
    return database.query(
        """
        select status, scim_type, cause, count(*), max(at), max(id::text collate "C")::uuid as newest
        from (select status, scim_type, at, id,
            regexp_replace(detail, '"[^"]*"|(?<![^\\s(\\[])''[^'']*''(?![^\\s.,;:)\\]])|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', '…', 'g') as cause
          from provisioning.activity where tenant_id = ? and status >= 400 and actor_kind = 'provider' and at > now() - interval '7 days'
          order by id desc limit 10000) recent
        group by status, scim_type, cause order by count(*) desc, newest desc limit ?
        """,
        row ->
            new Cause(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getObject(5, OffsetDateTime.class),
                row.getObject(6, UUID.class)),
        tenant.value(),
        limit);
  }

  private Optional<Entry> first(TenantId tenant, String sql, Object... parameters) {
    database.enter(tenant.value());
    List<Object> all = new ArrayList<>(List.of(tenant.value()));
    all.addAll(List.of(parameters));
    return database.query(sql, ActivityQueries::entry, all.toArray()).stream().findFirst();
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getObject(1, UUID.class),
        row.getObject(2, OffsetDateTime.class),
        Actor.Kind.of(row.getString(3)),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getInt(9),
        row.getString(10),
        row.getString(11),
        list(row.getString(12)),
        Optional.ofNullable(row.getString(13)).map(ActivityQueries::object),
        list(row.getString(14)),
        map(row.getString(15)),
        row.getString(16),
        row.getString(17),
        row.getString(18),
        row.getString(19),
        row.getString(20));
  }

  private static List<String> list(String json) {
    // The reader takes objects only.
    return json == null
        ? List.of()
        : texts(object("{\"items\":" + json + "}").getJsonArray("items"));
  }

  private static Map<String, List<String>> map(String json) {
    Map<String, List<String>> map = new LinkedHashMap<>();
    if (json != null) {
      JsonObject object = object(json);
      object.forEach((name, value) -> map.put(name, texts(value.asJsonArray())));
    }
    return map;
  }

  private static List<String> texts(JsonArray array) {
    return array.getValuesAs(JsonString.class).stream().map(JsonString::getString).toList();
  }

  private static JsonObject object(String json) {
    return ScimJson.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
