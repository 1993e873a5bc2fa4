package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.report.Filter.Words;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A team.
 *
 * @param people the number of active users
 * @param inactive the number of inactive users
 * @param before the number of active users thirty days ago: 0 for a younger team, else that of the
 *     first day that is known, else -1
 * @param change30 how many more active users there are than before
 */
public record Team(
    @Column("t.id") UUID id,
    @Column("t.name") String name,
    @Column(MEMBERS + " and u.active)") long people,
    @Column(MEMBERS + " and not u.active)") long inactive,
    @Column(value = BEFORE, internal = true) long before,
    long change30,
    @Column("t.created_at") OffsetDateTime createdAt,
    @Column("t.archived_at is not null") boolean archived,
    @Column("t.made_by_hand") boolean madeByHand) {
  static final String MEMBERS =
      """
      (select count(*) from provisioning.scim_user u where u.tenant_id = t.tenant_id and u.team_id = t.id\
      """;

  static final String BEFORE =
      """
      coalesce(
        (select z.people from provisioning.team_size z
          where z.tenant_id = t.tenant_id and z.team_id = t.id and z.day <= (now() at time zone 'UTC')::date - 30
          order by z.day desc limit 1),
        case when t.created_at > now() - interval '30 days' then 0 end,
        (select z.people from provisioning.team_size z where z.tenant_id = t.tenant_id and z.team_id = t.id order by z.day limit 1),
        -1)\
      """;

  /** PostgreSQL reads the sizes of all teams only where the order needs them. */
  public static final Report<Team> REPORT =
      new Report<>(
              "teams",
              Team.class,
              "t.id",
              """
              from provisioning.team t
              left join (
                select team_id, count(*) as people from provisioning.scim_user
                where tenant_id = :tenant and team_id is not null and active group by team_id) s on s.team_id = t.id
              where t.tenant_id = :tenant\
              """)
          .filter(
              "state",
              Words.of(
                  "active",
                  "active",
                  "t.archived_at is null",
                  "archived",
                  "t.archived_at is not null",
                  "all",
                  "true"))
          .search(Report.named("t.name_key"))
          .sortByName("name", "t.name_key")
          .sort("people", "coalesce(s.people, 0)", "bigint")
          .sort("created", "t.created_at", "timestamptz")
          .completion(Team::completed);

  private Team completed() {
    long change = before < 0 ? 0 : people - before;
    return new Team(id, name, people, inactive, before, change, createdAt, archived, madeByHand);
  }
}
