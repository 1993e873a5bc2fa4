package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.activity.Texts;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * A manager reference that does not resolve to a user, as the identity provider sent it. The reason
 * is found in the same way as reporting lines are made, for the references of a page only.
 *
 * @param since when the first of these users got the reference
 * @param waiting the number of users with this reference
 * @param people the names of some of them
 * @param ids their ids, in the same order
 * @param candidates the first kind of key by which the reference means any user, and the number of
 *     those users; null if there is none
 * @param reason {@code nobody}, {@code ambiguous}, or {@code soon}: the reference means one user by
 *     now, since two writes missed each other, and the next check links it
 * @param key the kind of key by which the reference is ambiguous, such as {@code email}; else null
 * @param matches the number of users with that key
 * @param remedy what to do in the identity provider
 * @param deletedAt when the user with this id, externalId or userName was deleted; null after
 *     erasure, and if there was none or a user matches
 */
public record PendingManager(
    @Column("p.reference") String reference,
    @Column("p.since") OffsetDateTime since,
    @Column("p.waiting") long waiting,
    @Column("array(select u.display_name " + FIRST_PEOPLE) List<String> people,
    @Column(value = "array(select cast(u.id as text) " + FIRST_PEOPLE, internal = true)
        List<String> ids,
    @Column(value = CANDIDATES, internal = true) List<String> candidates,
    String reason,
    String key,
    long matches,
    String remedy,
    @Column("greatest(d.deleted_at, e.deleted_at)") OffsetDateTime deletedAt) {
  static final String FIRST_PEOPLE =
      """
      from provisioning.scim_user u
        where u.tenant_id = :tenant and u.manager_id is null and u.manager_reference_key = p.key and u.manager_reference = p.reference
        order by u.id limit 5)\
      """;

  static final String CANDIDATES =
      """
      (select array[c.kind, cast(count(distinct c.id) as text)]
        from provisioning.manager_candidates(:tenant, p.reference, p.key) c where c.kind = any (:manager_keys)
        group by c.kind order by array_position(:manager_keys, c.kind) limit 1)\
      """;

  /** Equal rows are ordered by the id of the first user with the reference. */
  public static final Report<PendingManager> REPORT =
      new Report<>(
              "pending-managers",
              PendingManager.class,
              "p.id",
              """
              from (
                select manager_reference as reference, min(manager_reference_key) as key, min(manager_pending_since) as since,
                  count(*) as waiting, cast(min(cast(id as text)) as uuid) as id
                from provisioning.scim_user where tenant_id = :tenant and manager_id is null and manager_reference_key is not null
                group by manager_reference) p
              left join (
                select k.key, max(deleted_at) as deleted_at from provisioning.deleted_user,
                  unnest(array[case when 'id' = any (:manager_keys) then cast(id as text) end, case when 'userName' = any (:manager_keys) then user_name_key end]) k (key)
                where tenant_id = :tenant and erased_at is null group by k.key) d on d.key = p.key
              left join (
                select external_id, max(deleted_at) as deleted_at from provisioning.deleted_user
                where tenant_id = :tenant and erased_at is null and 'externalId' = any (:manager_keys)
                group by external_id) e on e.external_id = provisioning.strip(p.reference)
              where true\
              """)
          .parameter("manager_keys", ReportContext::managerKeys)
          .search(Report.named("p.key"))
          .sort("waiting", "p.waiting", "bigint")
          .sort("since", "p.since", "timestamptz")
          .sort("reference", "p.reference", "text")
          .defaultSort("-waiting")
          .completion(PendingManager::completed);

  private PendingManager completed() {
    long found = matches(candidates);
    String why = reason(found);
    if (why.equals("ambiguous")) {
      String kind = candidates.get(0);
      return with(why, kind, found, found, Texts.text("pending.key." + kind));
    }
    return with(why, null, found);
  }

  /** The number of users that a reference means, from {@link #candidates}. */
  static long matches(List<String> candidates) {
    return candidates == null ? 0 : Long.parseLong(candidates.get(1));
  }

  /** The reason why a reference is pending, from the number of users that it means. */
  static String reason(long found) {
    if (found > 1) {
      return "ambiguous";
    }
    return found == 0 ? "nobody" : "soon";
  }

  /** The reason that the console shows: {@code deleted} if that is why nobody matches. */
  public String shownReason() {
    return deletedAt == null ? reason : "deleted";
  }

  private PendingManager with(String why, String ambiguous, long found, Object... values) {
    OffsetDateTime gone = why.equals("nobody") ? deletedAt : null;
    return new PendingManager(
        reference,
        since,
        waiting,
        people,
        ids,
        candidates,
        why,
        ambiguous,
        found,
        Texts.text("pending.remedy." + (gone == null ? why : "deleted"), values),
        gone);
  }
}
