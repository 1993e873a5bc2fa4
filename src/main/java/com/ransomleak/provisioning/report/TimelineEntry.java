package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.Texts;
import com.ransomleak.provisioning.report.Filter.Kind;
import com.ransomleak.provisioning.report.Filter.Reference;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Something that happened to a user: a row of the activity, or a change of manager, team or roles,
 * which timers and requests about other users cause too. Requests that changed nothing are left
 * out, and so are sign-ins, which not every reader of reports may see.
 *
 * @param kind the action of an activity row; otherwise {@code manager}, {@code team} or {@code
 *     role}
 * @param source {@code scim}, {@code timer}, {@code admin}, {@code configuration} or {@code ops}
 * @param by the administrator's userName, or null
 * @param changed names of the attributes that changed
 * @param consequences what followed: the stored JSON, then its texts
 * @param activity the id of the activity row, or of the one of the same transaction; or null
 * @param before the name that the manager, team or role has now; of a deleted manager the userName
 *     and "(deleted)"; null after erasure, and after the deletion of a team or role
 */
public record TimelineEntry(
    @Column("l.at") OffsetDateTime at,
    @Column(value = "l.kind", internal = true) String kind,
    String sentence,
    @Column("l.source") String source,
    @Column("coalesce(l.by, " + Change.BY + ")") String by,
    @Column("array(select jsonb_array_elements_text(l.changed))") List<String> changed,
    @Column("array(select jsonb_array_elements_text(l.consequences))") List<String> consequences,
    @Column(ACTIVITY) UUID activity,
    @Column(value = "l.before_id", internal = true) UUID beforeId,
    @Column(value = NAME_OF + "(l.before_id)" + CURRENT_NAME, internal = true) String before,
    @Column(value = "l.after_id", internal = true) UUID afterId,
    @Column(value = NAME_OF + "(l.after_id)" + CURRENT_NAME, internal = true) String after) {
  static final String NAME_OF = "(select n.name from (values ";

  /** A deleted manager keeps the userName until erasure. */
  static final String CURRENT_NAME =
      """
      ) v (id), lateral (
        select u.display_name as name from provisioning.scim_user u where l.kind = 'manager' and u.tenant_id = :tenant and u.id = v.id
        union all
        select d.user_name || ' (deleted)' from provisioning.deleted_user d where l.kind = 'manager' and d.tenant_id = :tenant and d.id = v.id
        union all
        select t.name from provisioning.team t where l.kind = 'team' and t.tenant_id = :tenant and t.id = v.id
        union all
        select r.display_name from provisioning.role r where l.kind = 'role' and r.tenant_id = :tenant and r.id = v.id) n)\
      """;

  static final String ACTIVITY = "coalesce(l.activity, (select a.id " + Change.OF_TRANSACTION + ")";

  /** A row of the activity comes after the assignment changes of the same microsecond. */
  private static final String MOMENT =
      "(cast(extract(epoch from l.at) * 1000000 as bigint) * 2 + cast(l.activity is not null as"
          + " int))";

  public static final Report<TimelineEntry> REPORT =
      new Report<>(
              "timeline",
              TimelineEntry.class,
              "l.id",
              """
              from (
                select at, id, action as kind, %s as source,
                  case actor_kind when 'person' then actor end as by,
                  changed, consequences, id as activity, null::uuid as before_id, null::uuid as after_id, transaction
                from provisioning.activity
                where tenant_id = :tenant and resource_id = cast(:id as text) and resource_type = 'User'
                  and action in ('user.created', 'user.updated', 'user.deactivated', 'user.reactivated', 'user.adopted', 'rejected',
                    'administrator.appointed')
                union all
                select at, id, kind, source, null, cast('[]' as jsonb), cast('[]' as jsonb), null, before_id, after_id, transaction
                from provisioning.assignment_change where tenant_id = :tenant and user_id = :id) l
              where true\
              """
                  .formatted(Change.ACTOR))
          .path("people/{id}/timeline")
          .filter("id", new Reference(Kind.PERSON, "true"))
          .fixedSort("-at", MOMENT, "bigint")
          .completion(TimelineEntry::completed);

  /** Who or what caused it. */
  public Source origin() {
    return new Source(source, by, at, activity);
  }

  private TimelineEntry completed() {
    String text =
        beforeId == null && afterId == null
            ? action()
            : assignment(kind, beforeId, before, afterId, after);
    return new TimelineEntry(
        at,
        kind,
        text,
        source,
        by,
        changed,
        Consequences.texts(consequences),
        activity,
        beforeId,
        before,
        afterId,
        after);
  }

  private String action() {
    return switch (kind) {
      case "user.deactivated", "user.reactivated" -> withOthers(text(kind));
      case "user.updated" -> changed(changed);
      default -> text(kind);
    };
  }

  /** The same write may have changed other attributes too. */
  private String withOthers(String sentence) {
    List<String> others = changed.stream().filter(name -> !name.equals("active")).toList();
    return others.isEmpty() ? sentence : sentence + " " + changed(others);
  }

  static String changed(List<String> names) {
    return text(
        "user.updated",
        names.stream()
            .map(name -> name.substring(name.lastIndexOf(':') + 1))
            .collect(Collectors.joining(", ")));
  }

  /**
   * A change of a manager, team or role in words.
   *
   * @param before the name that it has now; null when it is gone
   * @param after likewise
   */
  static String assignment(String kind, UUID beforeId, String before, UUID afterId, String after) {
    return kind.equals("role")
        ? beforeId == null
            ? text("role.gained", name(kind, afterId, after))
            : text("role.lost", name(kind, beforeId, before))
        : text(kind, name(kind, beforeId, before), name(kind, afterId, after));
  }

  /** The same without the name of the kind: the role, or both managers or teams. */
  static String values(String kind, UUID beforeId, String before, UUID afterId, String after) {
    return kind.equals("role")
        ? beforeId == null ? name(kind, afterId, after) : name(kind, beforeId, before)
        : name(kind, beforeId, before) + " → " + name(kind, afterId, after);
  }

  private static String name(String kind, UUID id, String name) {
    return id == null ? text("none") : name == null ? text(kind + ".deleted") : name;
  }

  static String text(String key, Object... values) {
    return Texts.text("timeline." + key, values);
  }
}
