package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Filter.Moment;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * The activity, oldest entries first, for a SIEM that stores one position and polls.
 *
 * <p>Ids begin with the time, but transactions commit in another order. The feed therefore ends
 * before the start of the oldest transaction that has written activity and is still open: such a
 * transaction holds a lock on the table. A reader that continues from its last position then gets
 * each entry exactly once. {@code transaction} is not used for this, because its numbers start anew
 * when a dump is restored.
 */
@ApplicationScoped
public class ActivityFeed {
  private static final OffsetDateTime BEGINNING =
      OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  /**
   * The feed ends a second earlier, in case the clock of the database is set back. It does not
   * advance while the start of a writer is unknown: a session of another login, or a prepared
   * transaction.
   */
  private static final String BOUNDS =
      """
      select coalesce(cast(:after as uuid), provisioning.first_id_at(:from)) as start,
        case when bool_or(l.pid is null or s.pid is not null and s.xact_start is null and s.state is distinct from 'idle') then null
          else provisioning.first_id_at(least(now(), min(s.xact_start)) - interval '1 second') end as horizon
      from pg_locks l left join pg_stat_activity s on s.pid = l.pid
      where l.locktype = 'relation' and l.mode = 'RowExclusiveLock' and l.granted
        and l.relation = cast('provisioning.activity' as regclass)
        and l.database = (select oid from pg_database where datname = current_database())
      """;

  private static final String ENTRIES =
      ActivityEntry.REPORT.select()
          + " "
          + ActivityEntry.REPORT.from()
          + " and id > :start and id < :horizon order by id limit :limit";

  @Inject private Jdbi jdbi;

  /**
   * A part of the feed.
   *
   * @param start the position after which it begins
   * @param horizon where the feed ends at the moment, or null
   */
  public record Bounds(UUID start, UUID horizon) {}

  /**
   * Some entries.
   *
   * @param next the position to continue from, also when there are no entries
   * @param more whether there are more entries already
   */
  record Part(List<ActivityEntry> items, UUID next, boolean more) {
    JsonObjectBuilder json() {
      JsonArrayBuilder entries = ScimJson.array();
      items.forEach(entry -> entries.add(RecordWriter.json(entry)));
      return ScimJson.object().add("items", entries).add("next", next.toString()).add("more", more);
    }
  }

  /**
   * The next entries.
   *
   * @param after {@code next} of an earlier response, or empty
   * @param from the day or time to start at if {@code after} is empty; empty for the oldest entry
   * @throws ReportException 400 for an invalid position or time
   */
  @Transactional
  public Part read(TenantId tenant, String after, String from, int limit) {
    UUID position =
        after.isBlank()
            ? null
            : ResourceId.of(after.strip())
                .orElseThrow(
                    () ->
                        ReportException.badParameter(
                            "after", "the value of \"next\" of an earlier response"));
    OffsetDateTime time =
        from.isBlank() ? BEGINNING : new Moment("", false).time("from", from.strip());
    // The horizon is read before the entries: what commits in between is then below it and seen.
    Bounds bounds =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(BOUNDS)
                    .bind("after", position)
                    .bind("from", time)
                    .mapTo(Bounds.class)
                    .one());
    if (bounds.horizon() == null) {
      return new Part(List.of(), bounds.start(), false);
    }
    List<ActivityEntry> rows =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(ENTRIES)
                    .bind("tenant", tenant)
                    .bind("start", bounds.start())
                    .bind("horizon", bounds.horizon())
                    .bind("limit", limit + 1)
                    .mapTo(ActivityEntry.class)
                    .list());
    boolean more = rows.size() > limit;
    List<ActivityEntry> items =
        rows.subList(0, Math.min(limit, rows.size())).stream()
            .map(ActivityEntry::completed)
            .toList();
    return new Part(
        items, items.isEmpty() ? bounds.start() : items.get(items.size() - 1).id(), more);
  }
}
