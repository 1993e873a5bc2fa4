package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.scim.schema.Schemas;

/**
 * The rows of each {@link FindingKind}, all with the columns of {@link Finding} and a folded {@code
 * sort_key}. Columns that a count does not need cost nothing: the planner drops them.
 */
final class FindingSql {
  /** Rows that are texts get an id from their text. */
  static final String UUID_OF_TEXT =
      "cast(encode(substring(sha256(convert_to(%s, 'UTF8')) for 16), 'hex') as uuid)";

  private static final String ID_OF_TEXT = UUID_OF_TEXT + " as id";

  private static final String NO_ROLE =
      "cast(null as uuid) as role_id, cast(null as uuid) as activity_id";
  private static final String NO_FACTS = "cast(null as text[]) as facts";
  private static final String NO_TIME = "cast(null as timestamptz) as since";

  private static final String ACTIVE_REPORT =
      "u.tenant_id = :tenant and u.manager_id = m.id and u.active";

  /** Rows that are users, the only people that they concern. */
  private static final String PERSON =
      """
      select u.id, u.display_name as name, u.display_name_key as sort_key, u.user_name as detail, 1 as people,
        array[u.display_name] as names, array[u.id] as person_ids, %s, %s,
      """
          .formatted(NO_ROLE, NO_TIME);

  /** An active user who is not only an account of this server. A rejected request sent nobody. */
  static final String PROVISIONED =
      """
      u.active and (
        not exists (select from provisioning.credential c where c.tenant_id = u.tenant_id and c.user_id = u.id)
        or exists (select from provisioning.activity a
          where a.tenant_id = u.tenant_id and a.resource_id = u.id::text and a.actor_kind = 'provider' and coalesce(a.status, 0) < 400))
      """;

  static final String WITHOUT_EXTERNAL_ID =
      PERSON
          + NO_FACTS
          + " from provisioning.scim_user u where u.tenant_id = :tenant and u.external_id is null"
          + " and "
          + PROVISIONED;

  static final String WITHOUT_MANAGER =
      PERSON
          + NO_FACTS
          + " from provisioning.scim_user u where u.tenant_id = :tenant and "
          + PersonWithoutManager.NONE_SENT
          + " and "
          + PROVISIONED;

  static final String SELF_MANAGERS =
      PERSON
          + NO_FACTS
          + " from provisioning.scim_user u where u.tenant_id = :tenant and u.id = any"
          + " (:self_managers)";

  /**
   * Managers who are inactive and have active reports. An index finds inactive users, another one
   * their reports.
   */
  static final String INACTIVE_MANAGERS =
      """
      select m.id, m.display_name as name, m.display_name_key as sort_key, m.user_name as detail, r.people, %s, %s, %s, %s
      from provisioning.scim_user m
      cross join lateral (select count(*) as people
        from provisioning.scim_user u where %s) r
      where m.tenant_id = :tenant and not m.active and r.people > 0
      """
          .formatted(
              people("from provisioning.scim_user u where " + ACTIVE_REPORT),
              NO_ROLE,
              NO_TIME,
              NO_FACTS,
              ACTIVE_REPORT);

  static final String UNUSABLE_REFERENCES =
      PERSON
          + """
            array[left(r.value, 60), cast(length(r.value) as text)] as facts
          from provisioning.scim_user u
          cross join lateral (select u.keys -> '%1$s:manager' ->> 'value') r (value)
          where u.tenant_id = :tenant and %2$s
          """
              .formatted(Schemas.ENTERPRISE_USER, PersonWithoutManager.UNUSABLE);

  /** The facts are the first kind of key by which the reference means any user, and how many. */
  static final String PENDING_MANAGERS =
      """
      select %s, p.reference as name, p.key as sort_key, cast(null as text) as detail, p.people, %s, %s, p.since, %s as facts
      from (
        select manager_reference as reference, min(manager_reference_key) as key, min(manager_pending_since) as since,
          count(*) as people
        from provisioning.scim_user where tenant_id = :tenant and manager_id is null and manager_reference_key is not null
        group by manager_reference) p
      """
          .formatted(
              ID_OF_TEXT.formatted("p.reference"),
              people(
                  """
                  from provisioning.scim_user u
                  where u.tenant_id = :tenant and u.manager_id is null and u.manager_reference_key = p.key and u.manager_reference = p.reference
                  """),
              NO_ROLE,
              PendingManager.CANDIDATES);

  /** From {@code :loops}, JSON with the number of members and the ids of the first. */
  static final String CIRCLES =
      """
      select p.person_ids[1] as id, p.names[1] as name, p.sort_keys[1] as sort_key, cast(null as text) as detail, l.people,
        p.names, p.person_ids, %s, %s, %s
      from (
        select cast(value ->> 'people' as bigint) as people, value -> 'ids' as ids
        from jsonb_array_elements(cast(:loops as jsonb))) l
      cross join lateral (
        select array_agg(u.display_name order by m.place) as names, array_agg(u.id order by m.place) as person_ids,
          array_agg(u.display_name_key order by m.place) as sort_keys
        from jsonb_array_elements_text(l.ids) with ordinality m (id, place)
        join provisioning.scim_user u on u.tenant_id = :tenant and u.id = cast(m.id as uuid)) p
      where p.person_ids is not null
      """
          .formatted(NO_ROLE, NO_TIME, NO_FACTS);

  static final String DEPARTMENTS_WITHOUT_TEAM =
      """
      select %s, d.name, d.key as sort_key, cast(null as text) as detail, d.people, %s, %s, %s, %s
      from (
        select u.department_key as key, count(*) as people,
          (array_agg(u.document order by u.id))[1]::jsonb -> '%s' ->> 'department' as name
        from provisioning.scim_user u
        where u.tenant_id = :tenant and u.team_id is null and u.department_key is not null group by u.department_key) d
      """
          .formatted(
              ID_OF_TEXT.formatted("d.key"),
              people(
                  """
                  from provisioning.scim_user u
                  where u.tenant_id = :tenant and u.team_id is null and u.department_key = d.key
                  """),
              NO_ROLE,
              NO_TIME,
              NO_FACTS,
              Schemas.ENTERPRISE_USER);

  static final String SHARED_EMAILS =
      """
      select %s, s.email as name, s.email as sort_key, cast(null as text) as detail, s.people, %s, %s, %s, %s
      from (
        select value_key as email, count(distinct user_id) as people
        from provisioning.user_email where tenant_id = :tenant and value_key is not null
        group by value_key having count(distinct user_id) > 1) s
      """
          .formatted(
              ID_OF_TEXT.formatted("s.email"),
              people(
                  """
                  from provisioning.scim_user u
                  where u.tenant_id = :tenant and u.id in (
                    select e.user_id from provisioning.user_email e where e.tenant_id = :tenant and e.value_key = s.email)
                  """),
              NO_ROLE,
              NO_TIME,
              NO_FACTS);

  /** A member is not a user, so nobody is concerned. The detail is the role. */
  static final String UNKNOWN_MEMBERS =
      """
      select %s, m.member as name, m.member as sort_key, r.display_name as detail, 0 as people, %s,
        m.role_id, (
          select a.id from provisioning.activity a
          where a.tenant_id = m.tenant_id and a.resource_id = m.role_id::text
            and jsonb_exists(a.tolerances -> 'UNKNOWN_MEMBER_SKIPPED', m.member) order by a.id desc limit 1) as activity_id,
        m.last_at as since, %s
      from provisioning.unknown_member m
      join provisioning.role r on r.tenant_id = m.tenant_id and r.id = m.role_id
      where m.tenant_id = :tenant
      """
          .formatted(ID_OF_TEXT.formatted("m.role_id || ' ' || m.member"), nobody(), NO_FACTS);

  /** The detail is the built-in role that the name looks like. */
  static final String LOOK_ALIKE_ROLES =
      """
      select r.id, r.display_name as name, r.name_key as sort_key, initcap(r.keys ->> 'looksLike') as detail, 0 as people, %s,
        r.id as role_id, cast(null as uuid) as activity_id, %s, %s
      from provisioning.role r
      where r.tenant_id = :tenant and (r.keys ->> 'looksLike') is not null
      """
          .formatted(nobody(), NO_TIME, NO_FACTS);

  /**
   * Joins how long the finding {@code f} is ignored as {@code i}, and how long its kind is as
   * {@code k}. The parameter is SQL of the kind.
   */
  static final String IGNORED =
      """

      left join provisioning.ignored_finding i
        on i.tenant_id = :tenant and i.kind = %1$s and i.finding_id = f.id and i.until > now()
      left join provisioning.ignored_finding k
        on k.tenant_id = :tenant and k.kind = %1$s and k.finding_id = '00000000-0000-0000-0000-000000000000' and k.until > now()
      """;

  static final String OPEN = "i.until is null and k.until is null";

  static final String IGNORED_UNTIL = "coalesce(i.until, k.until)";
  static final String IGNORED_REASON = "case when i.until is null then k.reason else i.reason end";

  private FindingSql() {}

  /** The first users of a row. */
  private static String people(String from) {
    return """
    array(select u.display_name %1$s order by u.id limit 5) as names,
      array(select u.id %1$s order by u.id limit 5) as person_ids
    """
        .formatted(from)
        .strip();
  }

  private static String nobody() {
    return "cast('{}' as text[]) as names, cast('{}' as uuid[]) as person_ids";
  }
}
