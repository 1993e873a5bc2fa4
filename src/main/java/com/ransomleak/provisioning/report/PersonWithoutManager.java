package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.activity.Texts;
import com.ransomleak.provisioning.report.Filter.Words;
import com.ransomleak.provisioning.user.UserKeys;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * A user without a working reporting line. PostgreSQL reads all users of the tenant for a page.
 *
 * @param team the team's name, or null
 * @param reason {@code none}: the identity provider sent no manager; {@code nobody}, {@code
 *     ambiguous}, {@code soon}: the reference is pending, as in {@link PendingManager}; {@code
 *     unusable}: the reference is too long; {@code self}, {@code loop}: the line leads back
 * @param explanation the reason in words
 * @param reference the manager reference, shortened if it is too long; null if there is none
 * @param managerId the manager of a user in a loop, else null
 * @param since when the reference became pending, else null
 * @param ignoredUntil when the finding about the user is shown again; null if it is not ignored
 * @param ignoredReason why an administrator ignores it
 * @param findingKind the {@link FindingKind} of the finding about the user; null for inactive users
 *     and accounts of this server without a manager
 * @param findingId its id
 */
public record PersonWithoutManager(
    @Column("u.id") UUID id,
    @Column("u.user_name") String userName,
    @Column("u.display_name") String displayName,
    @Column(Person.TEAM) String team,
    @Column("u.active") boolean active,
    @Column(REASON) String reason,
    String explanation,
    @Column(REFERENCE) String reference,
    @Column("u.manager_id") UUID managerId,
    @Column(Person.MANAGER) String manager,
    @Column("u.manager_pending_since") OffsetDateTime since,
    @Column(FindingSql.IGNORED_UNTIL) OffsetDateTime ignoredUntil,
    @Column(FindingSql.IGNORED_REASON) String ignoredReason,
    @Column(value = "f.kind", internal = true) String findingKind,
    @Column(value = "f.id", internal = true) UUID findingId,
    @Column(value = CANDIDATES, internal = true) List<String> candidates) {
  private static final String SENT = "u.keys -> '" + UserKeys.MANAGER + "' ->> 'value'";

  /**
   * Without a usable manager reference. An index finds these users; the other condition reads their
   * attributes.
   */
  private static final String NO_REFERENCE =
      "u.manager_id is null and u.manager_reference_key is null";

  /** Neither a reporting line nor a reference that could become one. */
  static final String NONE_SENT = NO_REFERENCE + " and " + SENT + " is null";

  /** A reference that is too long for a key: an index of its own finds it. */
  static final String UNUSABLE = NO_REFERENCE + " and length(" + SENT + ") > 256";

  static final String REASON =
      """
      case when u.manager_id = u.id then 'self' when u.manager_id is not null then 'loop'
        when u.manager_reference_key is not null then 'pending' when
      """
          + SENT
          + " is not null then 'unusable' else 'none' end";

  static final String REFERENCE = "coalesce(u.manager_reference, left(" + SENT + ", 60) || '…')";

  /** As in {@link PendingManager}, for the reference of one user. */
  static final String CANDIDATES =
      """
      (select array[c.kind, cast(count(distinct c.id) as text)]
        from provisioning.manager_candidates(:tenant, u.manager_reference, u.manager_reference_key) c
        where u.manager_id is null and u.manager_reference_key is not null and c.kind = any (:manager_keys)
        group by c.kind order by array_position(:manager_keys, c.kind) limit 1)\
      """;

  private static final String PENDING =
      "u.manager_id is null and u.manager_reference_key is not null";

  private static final String MATCHES =
      PENDING
          + """
           and (select people from provisioning.resolve_manager(
            :tenant, u.manager_reference, u.manager_reference_key, :manager_keys))\
          """;

  /** The finding about the user. The id of a loop is its first member. */
  private static final String FINDING =
      """
      cross join lateral (
        select r.kind, case r.kind when 'pendingManagers' then %s
            when 'circles' then cast(cast(:loop_heads as jsonb) ->> cast(u.id as text) as uuid) else u.id end as id
        from (select case when u.manager_id = u.id then 'selfManagers' when u.manager_id is not null then 'circles'
            when u.manager_reference_key is not null then 'pendingManagers' when %s is not null then 'unusableReferences'
            when %s then 'withoutManager' end as kind) r) f
      """
          .formatted(
              FindingSql.UUID_OF_TEXT.formatted("u.manager_reference"),
              SENT,
              FindingSql.PROVISIONED);

  public static final Report<PersonWithoutManager> REPORT =
      new Report<>(
              "people-without-manager",
              PersonWithoutManager.class,
              "u.id",
              """
              from provisioning.scim_user u
              """
                  + FINDING
                  + FindingSql.IGNORED.formatted("f.kind")
                  + "where u.tenant_id = :tenant and (u.manager_id is null or u.id = any"
                  + " (:loop_members))")
          .parameter("manager_keys", ReportContext::managerKeys)
          .parameter("loop_members", ReportContext::loopMembers)
          .parameter("loop_heads", ReportContext::loopHeads)
          .filter(
              "reason",
              Words.of(
                  "",
                  "none",
                  NONE_SENT,
                  "pending",
                  PENDING,
                  "nobody",
                  MATCHES + " = 0",
                  "ambiguous",
                  MATCHES + " > 1",
                  "unusable",
                  UNUSABLE,
                  "self",
                  "u.manager_id = u.id",
                  "loop",
                  "u.manager_id <> u.id"))
          .filter(
              "state",
              Words.of("all", "active", "u.active", "inactive", "not u.active", "all", "true"))
          .filter(
              "ignored",
              Words.of(
                  "all",
                  "false",
                  FindingSql.OPEN,
                  "true",
                  "not (" + FindingSql.OPEN + ")",
                  "all",
                  "true"))
          .search(Report.PERSON)
          .scanned()
          .sortByName("name", Report.PERSON_NAME)
          .sort("userName", "u.user_name_key", "text")
          .sort("reason", REASON, "text")
          .completion(PersonWithoutManager::completed);

  private PersonWithoutManager completed() {
    long found = PendingManager.matches(candidates);
    String why = reason.equals("pending") ? PendingManager.reason(found) : reason;
    String key = why.equals("ambiguous") ? Texts.text("pending.key." + candidates.get(0)) : "";
    return new PersonWithoutManager(
        id,
        userName,
        displayName,
        team,
        active,
        why,
        Texts.text("withoutManager.reason." + why, found, key),
        reference,
        managerId,
        manager,
        since,
        ignoredUntil,
        ignoredReason,
        findingKind,
        findingId,
        candidates);
  }

  /** The last day (UTC) on which the finding is ignored, or null. */
  public LocalDate lastIgnoredDay() {
    return Finding.lastDay(ignoredUntil);
  }
}
