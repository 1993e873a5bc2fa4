package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.Query;

/**
 * What became of a person, newest first: lines of the activity, and changes of manager, team and
 * roles, which timers and other people's requests bring about too. As far back as both are kept.
 *
 * <p>What changed nothing is left out, and so is when the person signed in: that is not for
 * everybody who reads reports.
 */
@ApplicationScoped
public class Timeline {
  private static final String ORDER = "-at";

  private static final String LINES =
      """
      select l.at, l.table_order, l.id, l.kind, l.source, l.by, l.changed, l.consequences,
        cast(extract(epoch from l.at) * 1000000 as bigint) as microseconds,
        l.before_id, <before_name> as before_name, l.after_id, <after_name> as after_name
      from (
        (select at, 1 as table_order, id, action as kind, case actor_kind when 'provider' then 'scim' when 'person' then 'admin' else actor_kind end as source,
            case actor_kind when 'person' then actor end as by,
            array(select jsonb_array_elements_text(changed)) as changed,
            array(select jsonb_array_elements_text(consequences)) as consequences,
            null::uuid as before_id, null::uuid as after_id
          from provisioning.activity
          where tenant_id = :tenant and resource_id = :resource and resource_type = 'User'
            and action in ('user.created', 'user.updated', 'user.deactivated', 'user.reactivated', 'user.adopted', 'refused',
              'administrator.appointed') <after_line>
          order by at desc, id desc limit :limit)
        union all
        (select at, 0, id, kind, source, null, array[]::text[], array[]::text[], before_id, after_id
          from provisioning.assignment_change
          where tenant_id = :tenant and user_id = :user <after_change>
          order by at desc, id desc limit :limit)
        order by at desc, table_order desc, id desc limit :limit) l
      order by l.at desc, l.table_order desc, l.id desc
      """;

  /** The name that something has now; null for what is gone. */
  private static final String NAME =
      """
      case l.kind
        when 'manager' then (select u.display_name from provisioning.scim_user u where u.tenant_id = :tenant and u.id = %1$s)
        when 'team' then (select t.name from provisioning.team t where t.tenant_id = :tenant and t.id = %1$s)
        when 'role' then (select r.display_name from provisioning.role r where r.tenant_id = :tenant and r.id = %1$s)
      end\
      """;

  /** Continues after the last line of a page, which came from one of the two tables. */
  private static final String AFTER =
      """
      and (cast(extract(epoch from at) * 1000000 as bigint), %d, id) < (:after_at, :after_table, :after_id)
      """;

  @Inject private Jdbi jdbi;

  /**
   * Something that happened.
   *
   * @param changed names of the attributes that changed
   * @param consequences what followed, one sentence each
   */
  public record Line(
      OffsetDateTime at,
      Source source,
      String sentence,
      List<String> changed,
      List<String> consequences) {}

  /**
   * One page; nothing of somebody who is not there.
   *
   * @param last where the page before ended; one of another list counts as none
   */
  @Transactional
  public Listing<Line> page(TenantId tenant, UUID person, Optional<Cursor> last, int limit) {
    Optional<Cursor> after = last.filter(Timeline::isOurs);
    List<Happening> rows =
        jdbi.withHandle(handle -> query(handle, tenant, person, after, limit).list());
    return Listing.of(rows, limit, Happening::cursor).map(Happening::line);
  }

  /** All of it, one by one. */
  @Transactional
  public void each(TenantId tenant, UUID person, Consumer<Line> consumer) {
    jdbi.useHandle(
        handle ->
            query(handle, tenant, person, Optional.empty(), Integer.MAX_VALUE - 1)
                .forEach(happening -> consumer.accept(happening.line())));
  }

  /** One line more than wanted, so that it is known whether another one follows. */
  private static ResultIterable<Happening> query(
      Handle handle, TenantId tenant, UUID person, Optional<Cursor> after, int limit) {
    Query query =
        handle
            .createQuery(LINES)
            .define("before_name", NAME.formatted("l.before_id"))
            .define("after_name", NAME.formatted("l.after_id"))
            .define("after_line", after.isPresent() ? AFTER.formatted(1) : "")
            .define("after_change", after.isPresent() ? AFTER.formatted(0) : "")
            .bind("tenant", tenant)
            .bind("resource", person.toString())
            .bind("user", person)
            .bind("limit", limit + 1);
    after.ifPresent(
        cursor -> {
          String[] position = cursor.value().split(" ", 2);
          query
              .bind("after_at", Long.valueOf(position[0]))
              .bind("after_table", Integer.valueOf(position[1]))
              .bind("after_id", cursor.id());
        });
    return query.setFetchSize(ReportQuery.FETCH_SIZE).mapTo(Happening.class);
  }

  /**
   * A cursor that {@link #page} can go on from.
   *
   * @throws ReportException 400 for one of another list
   */
  static Optional<Cursor> cursor(String after) {
    Optional<Cursor> cursor = ListRequest.of(null, null, after, null).after();
    if (cursor.isPresent() && !isOurs(cursor.get())) {
      throw ReportException.badParameter("after", "take it from \"next\" of the page before");
    }
    return cursor;
  }

  private static boolean isOurs(Cursor cursor) {
    return cursor.sort().equals(ORDER) && cursor.value().matches("[0-9]{1,18} [01]");
  }

  private record Happening(
      OffsetDateTime at,
      int tableOrder,
      UUID id,
      String kind,
      String source,
      String by,
      List<String> changed,
      List<String> consequences,
      long microseconds,
      UUID beforeId,
      String beforeName,
      UUID afterId,
      String afterName) {
    Line line() {
      String sentence =
          isActivity()
              ? happened(kind, changed)
              : moved(
                  kind,
                  new Place(beforeName, beforeId != null),
                  new Place(afterName, afterId != null));
      return new Line(
          at,
          new Source(source, by, at, isActivity() ? id : null),
          sentence,
          changed,
          consequences);
    }

    Cursor cursor() {
      return new Cursor(ORDER, microseconds + " " + tableOrder, id);
    }

    private boolean isActivity() {
      return tableOrder == 1;
    }
  }

  private static String happened(String action, List<String> changed) {
    return switch (action) {
      case "user.created" -> "Created.";
      case "user.adopted" -> "The record went to the user who arrived with the same externalId.";
      case "administrator.appointed" -> "Appointed first administrator.";
      case "refused" -> "A request about this person was refused.";
      case "user.deactivated" -> withOthers("Deactivated.", changed);
      case "user.reactivated" -> withOthers("Reactivated.", changed);
      default -> changed(changed);
    };
  }

  /** The same write may have changed other attributes too. */
  private static String withOthers(String sentence, List<String> changed) {
    List<String> others = changed.stream().filter(name -> !name.equals("active")).toList();
    return others.isEmpty() ? sentence : sentence + " " + changed(others);
  }

  private static String changed(List<String> names) {
    return names.stream()
        .map(name -> name.substring(name.lastIndexOf(':') + 1))
        .collect(Collectors.joining(", ", "Changed: ", "."));
  }

  /** A manager, team or role: its name may be gone while it is known that there was one. */
  private record Place(String name, boolean known) {
    String or(String gone) {
      return name == null ? gone : name;
    }
  }

  private static String moved(String kind, Place before, Place after) {
    String noun = kind.equals("manager") ? "Manager" : kind.equals("team") ? "Team" : "Role";
    String gone = kind.equals("manager") ? "somebody who was deleted" : "one that was deleted";
    if (!before.known()) {
      return noun + (kind.equals("role") ? " gained: " : ": none → ") + after.or(gone) + ".";
    }
    return after.known()
        ? noun + ": " + before.or(gone) + " → " + after.or(gone) + "."
        : noun
            + (kind.equals("role") ? " lost: " : ": ")
            + before.or(gone)
            + (kind.equals("role") ? "." : " → none.");
  }
}
