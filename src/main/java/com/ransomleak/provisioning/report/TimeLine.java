package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonString;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What became of a person, newest first: lines of the activity, and changes of manager, team and
 * roles, which timers and other people's requests bring about too. As far back as both are kept.
 *
 * <p>What changed nothing is left out, and so is when the person signed in: that is not for
 * everybody who reads reports.
 */
@ApplicationScoped
public class TimeLine {
  private static final String ORDER = "-at";

  private static final String MICROSECONDS = "cast(extract(epoch from at) * 1000000 as bigint)";

  private static final String LINES =
      """
      (select at, 1 as table_order, id, action as kind, %3$s as source, %4$s as by, changed, consequences, null::uuid as before_id, null::uuid as after_id
        from provisioning.activity
        where tenant_id = ? and resource_id = ? and resource_type = 'User'
          and action in ('user.created', 'user.updated', 'user.deactivated', 'user.reactivated', 'user.adopted', 'refused',
            'administrator.appointed')%1$s
        order by at desc, id desc limit ?)
      union all
      (select at, 0, id, kind, source, null, null, null, before_id, after_id from provisioning.placement_change
        where tenant_id = ? and user_id = ?%2$s
        order by at desc, id desc limit ?)
      order by at desc, table_order desc, id desc limit ?
      """;

  private static final String NAMED =
      """
      select l.at, l.table_order, l.id, l.kind, l.source, l.by, l.changed, l.consequences, %s, %s, %s from (%s) l
      order by l.at desc, l.table_order desc, l.id desc
      """;

  @Inject private Database database;

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

  private record Found(Line line, Cursor cursor) {}

  /**
   * One page; nothing of somebody who is not there.
   *
   * @param last where the page before ended; one of another list counts as none
   */
  @Transactional
  public Listing<Line> page(TenantId tenant, UUID person, Optional<Cursor> last, int limit) {
    database.enter(tenant.value());
    Optional<Cursor> after = last.filter(TimeLine::isOurs);
    List<Found> rows =
        database.query(statement(after), TimeLine::found, parameters(tenant, person, after, limit));
    return Listing.of(rows, limit, Found::cursor).map(Found::line);
  }

  /** All of it, one by one. */
  @Transactional
  public void each(TenantId tenant, UUID person, Consumer<Line> consumer) {
    database.enter(tenant.value());
    database.each(
        statement(Optional.empty()),
        row -> found(row).line(),
        consumer,
        parameters(tenant, person, Optional.empty(), Integer.MAX_VALUE - 1));
  }

  private static String statement(Optional<Cursor> after) {
    String earlier = " and (" + MICROSECONDS + ", %d, id) < (?, ?, ?)";
    String lines =
        LINES.formatted(
            after.isPresent() ? earlier.formatted(1) : "",
            after.isPresent() ? earlier.formatted(0) : "",
            Source.KIND,
            Source.BY);
    return NAMED.formatted(MICROSECONDS, name("before_id"), name("after_id"), lines);
  }

  /** One line more than wanted, so that it is known whether another one follows. */
  private static Object[] parameters(
      TenantId tenant, UUID person, Optional<Cursor> after, int limit) {
    List<Object> parameters = new ArrayList<>(Collections.nCopies(6, tenant.value()));
    for (Object who : List.of(person.toString(), person)) {
      parameters.addAll(List.of(tenant.value(), who));
      after.ifPresent(
          cursor ->
              parameters.addAll(
                  List.of(
                      Long.valueOf(cursor.value().split(" ", 2)[0]),
                      Integer.valueOf(cursor.value().split(" ", 2)[1]),
                      cursor.id())));
      parameters.add(limit + 1);
    }
    parameters.add(limit + 1);
    return parameters.toArray();
  }

  /**
   * A cursor that {@link #page} can go on from.
   *
   * @throws Problem 400 for one of another list
   */
  static Optional<Cursor> cursor(String after) {
    Optional<Cursor> cursor = ListRequest.of(null, null, after, null).after();
    if (cursor.isPresent() && !isOurs(cursor.get())) {
      throw Problem.badParameter("after", "take it from \"next\" of the page before");
    }
    return cursor;
  }

  private static boolean isOurs(Cursor cursor) {
    return cursor.sort().equals(ORDER) && cursor.value().matches("[0-9]{1,18} [01]");
  }

  /** The name that something has now; null for what is gone. */
  private static String name(String id) {
    return """
    case l.kind
      when 'manager' then (select %2$s from provisioning.scim_user u where u.tenant_id = ? and u.id = l.%1$s)
      when 'team' then (select t.name from provisioning.team t where t.tenant_id = ? and t.id = l.%1$s)
      when 'role' then (select r.document ->> 'displayName' from provisioning.role r where r.tenant_id = ? and r.id = l.%1$s)
    end, l.%1$s\
    """
        .formatted(id, PersonSql.NAME);
  }

  private static Found found(ResultSet row) throws SQLException {
    OffsetDateTime at = row.getObject(1, OffsetDateTime.class);
    int table = row.getInt(2);
    UUID id = row.getObject(3, UUID.class);
    String kind = row.getString(4);
    List<String> changed = texts(row.getString(7));
    Source source = new Source(row.getString(5), row.getString(6), at, table == 1 ? id : null);
    Place before = new Place(row.getString(10), row.getString(11) != null);
    Place after = new Place(row.getString(12), row.getString(13) != null);
    String sentence = table == 1 ? happened(kind, changed) : moved(kind, before, after);
    return new Found(
        new Line(at, source, sentence, changed, texts(row.getString(8))),
        new Cursor(ORDER, row.getString(9) + " " + table, id));
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

  private static List<String> texts(String json) {
    // The reader takes objects only.
    return json == null
        ? List.of()
        : ScimJson.parse(("{\"items\":" + json + "}").getBytes(StandardCharsets.UTF_8))
            .getJsonArray("items")
            .getValuesAs(JsonString.class)
            .stream()
            .map(JsonString::getString)
            .toList();
  }
}
