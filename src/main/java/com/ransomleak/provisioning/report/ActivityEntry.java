package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.activity.ActivityQueries;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.Sentence;
import com.ransomleak.provisioning.report.Filter.Kind;
import com.ransomleak.provisioning.report.Filter.Matching;
import com.ransomleak.provisioning.report.Filter.Moment;
import com.ransomleak.provisioning.report.Filter.Reference;
import com.ransomleak.provisioning.report.Filter.Words;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An entry of the activity. Of the values of attributes, only one that was the reason for a
 * rejection is included.
 *
 * @param actorKind {@code provider}, {@code reports}, {@code timer}, {@code configuration}, {@code
 *     ops}, {@code person} or {@code anonymous}
 * @param action for example {@code user.created}
 * @param sentence the same in words
 * @param status the HTTP status, or null
 * @param changed the attributes that changed
 * @param warnings the deviations from the RFCs that were accepted
 * @param source the address that the request came from
 * @param rejectedAttribute the attribute whose value was the reason for the rejection, or null
 * @param rejectedValue the beginning of that value, if the tenant records values
 */
public record ActivityEntry(
    @Column("id") UUID id,
    @Column("at") OffsetDateTime at,
    @Column("actor_kind") String actorKind,
    @Column("actor") String actor,
    @Column("action") String action,
    String sentence,
    @Column("resource_type") String resourceType,
    @Column("resource_id") String resourceId,
    @Column("resource_name") String resourceName,
    @Column("status") Integer status,
    @Column("scim_type") String scimType,
    @Column("detail") String detail,
    @Column("array(select jsonb_array_elements_text(changed))") List<String> changed,
    @Column("array(select jsonb_array_elements_text(consequences))") List<String> consequences,
    @Column("array(select jsonb_object_keys(tolerances))") List<String> warnings,
    @Column("method") String method,
    @Column("path") String path,
    @Column("client") String client,
    @Column("source") String source,
    @Column("request_id") String requestId,
    @Column(
            "case when status >= 400 then (select min(name) from jsonb_object_keys(changed_values)"
                + " name) end")
        String rejectedAttribute,
    @Column(
            "case when status >= 400 then (select min(value ->> 'sent') from"
                + " jsonb_each(changed_values)) end")
        String rejectedValue) {

  /** What the list can be filtered by. */
  public static final List<String> STATUSES =
      List.of(
          "2xx", "4xx", "5xx", "200", "201", "204", "400", "401", "403", "404", "405", "409", "412",
          "413", "415", "428", "429", "500", "501", "503");

  /**
   * The entries about the user {@code :person}, rejected requests that were sent with the userName
   * and no id, and requests about others, such as pushes of groups, that changed the user's role,
   * team or manager. A push that named the user and changed nothing is not found, because the
   * members of a push have no index.
   */
  static final String ABOUT_PERSON =
      """
      id in (select id from provisioning.activity where tenant_id = :tenant and resource_id = cast(:person as text) and resource_type = 'User'
        union all
        select a.id from provisioning.activity a join provisioning.scim_user u on u.tenant_id = a.tenant_id and u.user_name_key = lower(a.resource_name)
        where a.tenant_id = :tenant and u.id = :person and a.status >= 400 and a.resource_type = 'User' and a.resource_id is null
        union all
        select (select a.id %s from provisioning.assignment_change l where l.tenant_id = :tenant and l.user_id = :person)\
      """
          .formatted(Change.OF_TRANSACTION);

  public static final Report<ActivityEntry> REPORT = base();

  /** The newest entries, for a page that searches other things too and must be fast. */
  public static final Report<ActivityEntry> NEWEST =
      base().filter("search", new Matching(ActivitySearch::addToNewest));

  private static Report<ActivityEntry> base() {
    return new Report<>(
            "activity",
            ActivityEntry.class,
            "id",
            "from provisioning.activity where tenant_id = :tenant")
        .readWith(Purpose.ACTIVITY)
        .filter("kind", kinds())
        .filter("from", new Moment("id >= provisioning.first_id_at(:from)", false))
        .filter("to", new Moment("id < provisioning.first_id_at(:to)", true))
        .filter("status", statuses())
        .filter("person", new Reference(Kind.PERSON, ABOUT_PERSON))
        // The last one, because it searches what the others select.
        .filter("search", new Matching(ActivitySearch::addTo))
        .fixedSort("-at", "id", "uuid")
        .scanned()
        .completion(ActivityEntry::completed);
  }

  private static Words kinds() {
    return Words.of(
        "all",
        Stream.of(ActivityQueries.Kind.values())
            .flatMap(kind -> Stream.of(kind.name().toLowerCase(Locale.ROOT), kind.condition()))
            .toArray(String[]::new));
  }

  private static Words statuses() {
    return Words.of(
        "",
        STATUSES.stream()
            .flatMap(
                status ->
                    Stream.of(
                        status,
                        status.endsWith("xx")
                            ? "status / 100 = " + status.charAt(0)
                            : "status = " + status))
            .toArray(String[]::new));
  }

  public boolean isRejected() {
    return status != null && status >= 400;
  }

  /** What an update of a person changed, in words; empty for other entries. */
  public String changes() {
    return action.equals("user.updated") ? TimelineEntry.changed(changed) : "";
  }

  ActivityEntry completed() {
    Actor.Kind kind = Actor.Kind.valueOf(actorKind.toUpperCase(Locale.ROOT));
    return new ActivityEntry(
        id,
        at,
        actorKind,
        actor,
        action,
        Sentence.of(action, kind, method, path, resourceType, resourceName),
        resourceType,
        resourceId,
        resourceName,
        status,
        scimType,
        detail,
        changed,
        Consequences.texts(consequences),
        warnings,
        method,
        path,
        client,
        source,
        requestId,
        rejectedAttribute,
        rejectedValue);
  }
}
