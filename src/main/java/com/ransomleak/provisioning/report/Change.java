package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Filter.Kind;
import com.ransomleak.provisioning.report.Filter.Moment;
import com.ransomleak.provisioning.report.Filter.Reference;
import com.ransomleak.provisioning.report.Filter.Words;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A user gained or lost access, a role, a team or a manager. What a new user has from the start is
 * part of the creation.
 *
 * @param kind {@code access}, {@code role}, {@code team} or {@code manager}
 * @param change "gained", "lost", or "changed" from one team or manager to another
 * @param person the name of the user now; of a deleted user the userName; null after erasure
 * @param before the name of the role, team or manager now; of a deleted manager the userName and
 *     "(deleted)"; or null
 * @param source {@code scim}, {@code timer}, {@code admin}, {@code configuration} or {@code ops}
 * @param by the administrator's userName, or null
 * @param activity the id of the activity row of the same transaction, or null
 * @param deleted whether the user is deleted
 * @param people how many users this row stands for; see {@link #grouped}
 */
public record Change(
    @Column("l.at") OffsetDateTime at,
    @Column("l.kind") String kind,
    @Column(CHANGE) String change,
    @Column("coalesce(u.display_name, d.user_name)") String person,
    @Column("l.user_id") UUID personId,
    @Column("coalesce(u.user_name, d.user_name)") String userName,
    @Column("u.id is null") boolean deleted,
    String sentence,
    @Column(OLD_NAME) String before,
    @Column("l.before_id") UUID beforeId,
    @Column(NEW_NAME) String after,
    @Column("l.after_id") UUID afterId,
    @Column("l.source") String source,
    @Column(BY) String by,
    @Column(ACTIVITY) UUID activity,
    @Column(value = "l.action", internal = true) String action,
    @Column(value = "1", internal = true) long people) {
  private static final int MIN_GROUP = 3;

  static final String CHANGE =
      """
      case when l.action in ('user.created', 'user.reactivated', 'user.adopted') or l.before_id is null and l.after_id is not null then 'gained'
        when l.action is not null or l.after_id is null then 'lost' else 'changed' end\
      """;

  /** The name of a deleted role is in the activity, except in entries of rejected requests. */
  private static final String DELETED_ROLE =
      """
      , (select a.resource_name from provisioning.activity a
        where l.kind = 'role' and a.tenant_id = :tenant and a.resource_type = 'Group' and a.resource_name is not null and a.resource_id = cast(l.\
      """;

  private static final String DELETED_ROLE_END = " as text) order by a.id desc limit 1))";

  static final String OLD_NAME =
      "coalesce("
          + TimelineEntry.NAME_OF
          + "(l.before_id)"
          + TimelineEntry.CURRENT_NAME
          + DELETED_ROLE
          + "before_id"
          + DELETED_ROLE_END;

  static final String NEW_NAME =
      "coalesce("
          + TimelineEntry.NAME_OF
          + "(l.after_id)"
          + TimelineEntry.CURRENT_NAME
          + DELETED_ROLE
          + "after_id"
          + DELETED_ROLE_END;

  /**
   * Rows of one transaction have nearly the same id, which begins with the time; so no index on the
   * transaction is needed. The activity is written last. Both directions use the same limits, so
   * that they find the same: what takes longer is not linked.
   */
  private static final String FROM = " >= provisioning.first_id_at(l.at - interval '1 second')";

  private static final String UNTIL = " < provisioning.first_id_at(l.at + interval '1 minute')";

  static final String OF_TRANSACTION =
      "from provisioning.activity a where a.tenant_id = :tenant and a.transaction = l.transaction"
          + " and a.id"
          + FROM
          + " and a.id"
          + UNTIL
          + " order by a.id limit 1)";

  static final String ACTIVITY =
      "case when l.action is null then (select a.id " + OF_TRANSACTION + " else l.id end";

  static final String BY =
      "(select case a.actor_kind when 'person' then a.actor end " + OF_TRANSACTION;

  private static final String SAME_TRANSACTION =
      """
      l.transaction = (select transaction from provisioning.activity where tenant_id = :tenant and id = :activity)
        and l.id >= (select provisioning.first_id_at(at) from provisioning.activity where tenant_id = :tenant and id = :activity)
        and l.id < (select provisioning.first_id_at(at + interval '10 minutes') from provisioning.activity
          where tenant_id = :tenant and id = :activity)
        and (l.id = :activity or :activity%s and :activity%s)\
      """
          .formatted(FROM, UNTIL);

  /** The cause that the activity records, in the words of {@code assignment_change.source}. */
  static final String ACTOR =
      "case actor_kind when 'provider' then 'scim' when 'person' then 'admin' else actor_kind end";

  /** The planner merges the two ordered parts; otherwise it would sort both of them whole. */
  public static final Report<Change> REPORT =
      new Report<>(
              "changes",
              Change.class,
              "l.id",
              """
              from (
                (select id, at, kind, user_id, before_id, after_id, source, transaction, null::text as action
                from provisioning.assignment_change where tenant_id = :tenant order by id desc)
                union all
                (select id, at, 'access', provisioning.try_uuid(resource_id), null::uuid, null::uuid, %s, transaction, action
                from provisioning.activity
                where tenant_id = :tenant and action in ('user.created', 'user.deactivated', 'user.reactivated', 'user.adopted', 'user.deleted')
                  and case action when 'user.adopted' then consequences @> '[{"USER_REACTIVATED":[]}]'
                    else coalesce(not consequences @> '[{"USER_INACTIVE":[]}]', true) end
                order by id desc)) l
              left join provisioning.scim_user u on u.tenant_id = :tenant and u.id = l.user_id
              left join provisioning.deleted_user d on d.tenant_id = :tenant and d.id = l.user_id
              where true\
              """
                  .formatted(ACTOR))
          .filter("from", new Moment("l.id >= provisioning.first_id_at(:from)", false))
          .filter("to", new Moment("l.id < provisioning.first_id_at(:to)", true))
          .filter(
              "kind",
              Words.of(
                  "",
                  "access",
                  "l.kind = 'access'",
                  "role",
                  "l.kind = 'role'",
                  "team",
                  "l.kind = 'team'",
                  "manager",
                  "l.kind = 'manager'"))
          .filter(
              "change",
              Words.of(
                  "",
                  "gained",
                  CHANGE + " = 'gained'",
                  "lost",
                  CHANGE + " = 'lost'",
                  "changed",
                  CHANGE + " = 'changed'"))
          .filter("person", new Reference(Kind.EVER_PERSON, "l.user_id = :person"))
          .filter(
              "role",
              new Reference(
                  Kind.EVER_ROLE, "l.kind = 'role' and :role in (l.before_id, l.after_id)"))
          .filter(
              "team",
              new Reference(Kind.TEAM, "l.kind = 'team' and :team in (l.before_id, l.after_id)"))
          .filter("activity", new Reference(Kind.ACTIVITY, SAME_TRANSACTION))
          .search(Report.PERSON + " or strpos(d.user_name_key, :word) > 0")
          .fixedSort("-at", "l.id", "uuid")
          .completion(Change::completed);

  /** What is the same for the changes of a group: a move of many users has one cause. */
  private record Group(UUID activity, String kind, UUID beforeId, UUID afterId) {}

  /**
   * These changes, with one row in place of several that one entry of the activity caused in the
   * same way.
   */
  public static List<Change> grouped(List<Change> changes) {
    Map<Object, List<Change>> groups = new LinkedHashMap<>();
    for (Change change : changes) {
      boolean alone = change.activity == null || change.action != null;
      groups.computeIfAbsent(alone ? change : change.group(), key -> new ArrayList<>()).add(change);
    }
    return groups.values().stream()
        .flatMap(
            group ->
                group.size() < MIN_GROUP
                    ? group.stream()
                    : Stream.of(group.get(0).standingFor(group.size())))
        .toList();
  }

  private Group group() {
    return new Group(activity, kind, beforeId, afterId);
  }

  /**
   * Whether this row may stand for more changes beside the other one. One entry can mix groups, for
   * example when the timer moves people of several teams.
   */
  public boolean hasCauseOf(Change other) {
    return people > 1 && kind.equals(other.kind) && activity.equals(other.activity);
  }

  /** The role, or both teams or managers; for access the sentence. */
  public String what() {
    return action == null ? TimelineEntry.values(kind, beforeId, before, afterId, after) : sentence;
  }

  /** Who or what caused it. */
  public Source origin() {
    return new Source(source, by, at, activity);
  }

  private Change completed() {
    String text =
        action == null
            ? TimelineEntry.assignment(kind, beforeId, before, afterId, after)
            : TimelineEntry.text(action);
    return with(text, people);
  }

  private Change standingFor(long members) {
    return with(sentence, members);
  }

  private Change with(String text, long members) {
    return new Change(
        at, kind, change, person, personId, userName, deleted, text, before, beforeId, after,
        afterId, source, by, activity, action, members);
  }
}
