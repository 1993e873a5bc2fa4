package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.activity.Texts;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A condition that needs the attention of an administrator. It exists as long as its cause does.
 *
 * @param id of the user or role; else computed from the name, so it is the same as long as the
 *     finding exists
 * @param name what is concerned: a person, a role, a department, a manager reference, an address
 * @param detail more about it, depending on the kind; or null
 * @param people the number of users it concerns
 * @param names the names of the first of them
 * @param personIds their ids, in the same order
 * @param roleId the role it concerns, or null
 * @param activityId the last entry of the activity log about it, or null
 * @param since when it began or was last seen, or null if that is not known
 * @param ignoredUntil when it is shown again; null if it is not ignored
 * @param ignoredReason why an administrator ignores it
 * @param ignoredBy the name of this administrator; null if the administrator was deleted
 * @param kindIgnored whether all findings of the kind are ignored
 * @param facts what the detail is made of
 */
public record Finding(
    @Column("f.id") UUID id,
    @Column("f.name") String name,
    @Column("f.detail") String detail,
    @Column("f.people") long people,
    @Column("f.names") List<String> names,
    @Column("f.person_ids") List<UUID> personIds,
    @Column("f.role_id") UUID roleId,
    @Column("f.activity_id") UUID activityId,
    @Column("f.since") OffsetDateTime since,
    @Column(FindingSql.IGNORED_UNTIL) OffsetDateTime ignoredUntil,
    @Column(FindingSql.IGNORED_REASON) String ignoredReason,
    @Column(IGNORED_BY) String ignoredBy,
    @Column("case when i.until is null then k.created_at else i.created_at end")
        OffsetDateTime ignoredAt,
    @Column("i.until is null and k.until is not null") boolean kindIgnored,
    @Column(value = "f.facts", internal = true) List<String> facts) {

  static final String IGNORED_BY =
      """
      (select c.display_name from provisioning.scim_user c
        where c.tenant_id = :tenant and c.id = case when i.until is null then k.created_by else i.created_by end)\
      """;

  /** A user by id and name. */
  public record Concerned(UUID id, String name) {}

  /** The first users it concerns. */
  public List<Concerned> concerned() {
    return IntStream.range(0, Math.min(names.size(), personIds.size()))
        .mapToObj(i -> new Concerned(personIds.get(i), names.get(i)))
        .toList();
  }

  /** The number of users it concerns besides {@link #concerned}. */
  public long others() {
    return people - concerned().size();
  }

  /** What stands behind one of {@link #concerned}. */
  public String separator(Concerned person) {
    boolean last = person.id().equals(personIds.get(personIds.size() - 1));
    return last && others() <= 0 ? "" : ", ";
  }

  /** The last day (UTC) on which it is ignored, or null. */
  public LocalDate lastIgnoredDay() {
    return lastDay(ignoredUntil);
  }

  static LocalDate lastDay(OffsetDateTime until) {
    return until == null
        ? null
        : until.withOffsetSameInstant(ZoneOffset.UTC).minusNanos(1).toLocalDate();
  }

  /** Why a manager reference is pending. */
  Finding withReason() {
    long found = PendingManager.matches(facts);
    String why = PendingManager.reason(found);
    return with(
        why.equals("ambiguous")
            ? Texts.text("finding.ambiguous", found, Texts.text("pending.key." + facts.get(0)))
            : Texts.text("pending.reason." + why));
  }

  /** Who reports to whom in a loop. */
  Finding withChain() {
    String more = others() > 0 ? " → …" : "";
    return with(String.join(" → ", names) + more + " → " + name);
  }

  /** The beginning and the length of a reference that is too long. */
  Finding withLength() {
    return with(Texts.text("finding.length", facts.get(0), Integer.parseInt(facts.get(1))));
  }

  private Finding with(String text) {
    return new Finding(
        id,
        name,
        text,
        people,
        names,
        personIds,
        roleId,
        activityId,
        since,
        ignoredUntil,
        ignoredReason,
        ignoredBy,
        ignoredAt,
        kindIgnored,
        facts);
  }
}
