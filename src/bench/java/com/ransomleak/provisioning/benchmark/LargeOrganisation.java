package com.ransomleak.provisioning.benchmark;

import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.ResourceRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A tenant with many people for the pages of the console, inserted by SQL. The first tenth of the
 * people are managers of ten each, below one top manager. Besides, one manager has a fiftieth of
 * all people as direct reports, one team has a fifth of all people, and one role has everybody. A
 * few people have no manager or an unknown one. The activity has a creation and an update for each
 * person.
 */
final class LargeOrganisation {
  private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  private static final int TEAMS = 400;

  /** A statement inserts all people. */
  private static final Duration TIME_LIMIT = Duration.ofMinutes(10);

  private final String subdomain;
  private final int people;

  LargeOrganisation(String subdomain, int people) {
    this.subdomain = subdomain;
    this.people = people;
  }

  static String topManager() {
    return person("0");
  }

  /** A manager with a fiftieth of all people as direct reports. */
  static String manager() {
    return person("5");
  }

  /** A manager whose reports manage nobody. */
  static String lowManager() {
    return person("64");
  }

  static String largeTeam() {
    return "02000000-0000-7000-8000-000000000001";
  }

  static String largeRole() {
    return "03000000-0000-7000-8000-000000000001";
  }

  private static String person(String hex) {
    return "01000000-0000-7000-8000-" + "0".repeat(12 - hex.length()) + hex;
  }

  /** Inserts everything. The tenant must exist. */
  void load(DatabaseAccess access) throws SQLException {
    try (Connection migrator = access.connectAsMigrator();
        Statement statement = migrator.createStatement()) {
      migrator.setNetworkTimeout(Runnable::run, (int) TIME_LIMIT.toMillis());
      migrator.setAutoCommit(false);
      for (String sql : statements()) {
        statement.execute(
            sql.replace(
                    "@tenant@",
                    "(select tenant_id from provisioning.tenant where subdomain = '%s')"
                        .formatted(subdomain))
                .replace("@people@", Integer.toString(people))
                .replace("@teams@", Integer.toString(TEAMS)));
      }
      migrator.commit();
      migrator.setAutoCommit(true);
      statement.execute("vacuum analyze");
    }
  }

  private static String[] statements() {
    return new String[] {
      """
      insert into provisioning.team (tenant_id, id, name, name_key)
      select @tenant@, ('02000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Department ' || n, 'department ' || n
      from generate_series(1, @teams@) n
      """,
      """
      insert into provisioning.team_name (tenant_id, name_key, team_id)
      select tenant_id, name_key, id from provisioning.team where tenant_id = @tenant@
      """,
      ResourceRows.users(USERS, ", team_id, manager_id"),
      ResourceRows.roles(
          """
          select @tenant@, ('03000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
            jsonb_build_object('schemas', jsonb_build_array('%1$sGroup'), 'displayName', 'Programme ' || n),
            jsonb_build_object('displayName', 'programme ' || n, 'displayNameKey', 'programme' || n)
          from generate_series(1, 300) n
          """
              .formatted(CORE)),
      // The first role has everybody, the others fifty people each.
      """
      insert into provisioning.role_member (tenant_id, role_id, user_id)
      select u.tenant_id, r.id, u.id
      from provisioning.scim_user u cross join provisioning.role r
      where u.tenant_id = @tenant@ and r.tenant_id = u.tenant_id and r.display_name like 'Programme %'
        and (r.display_name = 'Programme 1'
          or u.id < ('01000000-0000-7000-8000-' || lpad(to_hex(50), 12, '0'))::uuid)
      """,
      activity("n * 20 + 10", "user.created", 201, "POST"),
      activity("n * 20", "user.updated", 200, "PUT"),
    };
  }

  private static String activity(String secondsAgo, String action, int status, String method) {
    return """
    insert into provisioning.activity (tenant_id, id, at, actor_kind, actor, action, resource_type, resource_id, resource_name, status,
      changed, method, path, client, source)
    select u.tenant_id, provisioning.first_id_at(t.at), t.at, 'provider', 'okta', '%2$s', 'User', u.id::text, u.display_name, %3$d,
      '["title"]', '%4$s', '/Users', 'Okta SCIM Client 1.0.0', '10.0.0.1'
    from (select *, row_number() over (order by id) n from provisioning.scim_user where tenant_id = @tenant@) u
    cross join lateral (select now() - (%1$s) * interval '1 second') t (at)
    """
        .formatted(secondsAgo, action, status, method);
  }

  private static final String USERS =
      """
      select @tenant@, ('01000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
        jsonb_build_object('schemas', jsonb_build_array('%1$sUser', '%2$s'), 'userName', user_name, 'externalId', 'X' || n,
          'active', active, 'displayName', given || ' ' || family, 'name', jsonb_build_object('givenName', given, 'familyName', family),
          'title', title, 'emails', jsonb_build_array(jsonb_build_object('value', user_name, 'type', 'work', 'primary', true)),
          'phoneNumbers', jsonb_build_array(jsonb_build_object('value', '+1 555 0100', 'type', 'work')),
          'addresses', jsonb_build_array(jsonb_build_object('type', 'work', 'streetAddress', '1 Main Street', 'locality', 'Springfield', 'country', country)),
          'locale', 'en-US', 'timezone', 'America/Chicago',
          '%2$s', jsonb_strip_nulls(jsonb_build_object('employeeNumber', n::text, 'department', 'Department ' || team, 'costCenter', (4000 + team)::text,
            'manager', case when reference is not null then jsonb_build_object('value', reference) end))),
        jsonb_strip_nulls(jsonb_build_object('userName', user_name, 'externalId', 'X' || n,
          'active', active, 'displayName', lower(given || ' ' || family), 'name', jsonb_build_object('givenName', lower(given), 'familyName', lower(family)),
          'title', lower(title), 'emails', jsonb_build_array(jsonb_build_object('value', user_name, 'type', 'work', 'primary', true)),
          'phoneNumbers', jsonb_build_array(jsonb_build_object('value', '+1 555 0100', 'type', 'work')),
          'addresses', jsonb_build_array(jsonb_build_object('type', 'work', 'streetAddress', '1 main street', 'locality', 'springfield', 'country', lower(country))),
          'locale', 'en-us', 'timezone', 'america/chicago',
          '%2$s:employeeNumber', n::text, '%2$s:department', 'department ' || team, '%2$s:departmentKey', 'department ' || team,
          '%2$s:costCenter', (4000 + team)::text,
          '%2$s:manager', case when reference is not null then jsonb_build_object('value', reference, 'valueKey', lower(reference)) end)),
        ('02000000-0000-7000-8000-' || lpad(to_hex(team), 12, '0'))::uuid,
        case when manager is not null then ('01000000-0000-7000-8000-' || lpad(to_hex(manager), 12, '0'))::uuid end
      from (
        select n, given, family, given || '.' || family || n || '@example.com' as name,
          lower(given || '.' || family || '.' || n || '@example.com') as user_name, title, country, team, n %% 40 <> 7 as active, manager,
          case when manager is not null then 'X' || manager when special = 49 then 'Boss-' || n %% 500 end as reference
        from (
          select n,
            (array['Anna', 'Bela', 'Carla', 'David', 'Elif', 'Farid', 'Greta', 'Hiro', 'Ines', 'Jonas', 'Kofi', 'Lena', 'Marco', 'Noor', 'Olga',
              'Pavel', 'Quinn', 'Rosa', 'Sven', 'Tariq'])[1 + h %% 20] as given,
            'Family' || h / 20 %% 1000 as family, 'Engineer ' || h %% 50 as title,
            (array['US', 'US', 'US', 'DE', 'FR', 'GB', 'IN', 'JP', 'BR', 'ZA'])[1 + h / 7 %% 10] as country,
            case when n %% 5 = 0 then 1 else 1 + h %% @teams@ end as team, special,
            case when n = 0 or special in (48, 49) then null when special = 47 then 5 else (n - 1) / 10 end as manager
          from generate_series(0, @people@ - 1) n
          cross join lateral (select abs(hashint4(n)) as h, case when n >= @people@ / 10 then n %% 50 else 0 end as special) a) b) c
      order by n
      """
          .formatted(CORE, ENTERPRISE);
}
