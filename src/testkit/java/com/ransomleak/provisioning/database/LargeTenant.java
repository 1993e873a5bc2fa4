package com.ransomleak.provisioning.database;

import com.ransomleak.provisioning.demo.ResourceRows;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Large users and groups of one tenant, by SQL: over HTTP they would take minutes. */
public final class LargeTenant {
  private static final String ID =
      "(select tenant_id from provisioning.tenant where subdomain = '%s')";

  private final String tenant;
  private String largeGroup;

  public LargeTenant(String subdomain) {
    this.tenant = ID.formatted(subdomain);
  }

  /** The id of the group that has all small users as members. */
  public String largeGroup() {
    return largeGroup;
  }

  public void load(int largeUsers, int groups, int members, int smallUsers)
      throws IOException, SQLException {
    try (Connection database = ServerDatabase.superuser()) {
      // Ids of one kind, in the order of creation: the large users come first.
      run(
          database,
          ResourceRows.users(
                  """
                  select %1$s, ('01000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
                    jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:User'),
                      'userName', 'large-' || n, 'title', 'large', 'active', true, 'ims',
                      (select jsonb_agg(jsonb_build_object('value', repeat('x', 1000) || i)) from generate_series(1, 500) i)),
                    jsonb_build_object('userName', 'large-' || n, 'title', 'large', 'active', true)
                  from generate_series(1, %2$d) n
                  """)
              .formatted(tenant, largeUsers));
      run(
          database,
          ResourceRows.users(
                  """
                  select %1$s, ('02000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
                    jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:User'),
                      'userName', 'small-' || n, 'active', true, 'name',
                      jsonb_build_object('givenName', repeat('Ö', case n when 1 then 1024 else 1 end), 'familyName', 'Small ' || n)),
                    jsonb_build_object('userName', 'small-' || n, 'active', true, 'name',
                      jsonb_build_object('givenName', repeat('ö', case n when 1 then 1024 else 1 end), 'familyName', 'small ' || n))
                  from generate_series(1, %2$d) n
                  """)
              .formatted(tenant, smallUsers));
      run(
          database,
          ResourceRows.roles(
                  """
                  select %1$s, ('03000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
                    jsonb_strip_nulls(jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:Group'),
                      'displayName', case n when 0 then 'Everybody' else 'Group ' || n end, 'externalId', 'g' || nullif(n, 0))),
                    jsonb_strip_nulls(jsonb_build_object('displayName', case n when 0 then 'everybody' else 'group ' || n end,
                      'displayNameKey', case n when 0 then 'everybody' else 'group' || n end, 'externalId', 'g' || nullif(n, 0)))
                  from generate_series(0, %2$d) n
                  """)
              .formatted(tenant, groups));
      // Half a million checks of foreign keys would take longer than the test.
      run(database, "set session_replication_role = replica");
      run(
          database,
          """
          insert into provisioning.role_member (tenant_id, role_id, user_id)
          select r.tenant_id, r.id, u.id from provisioning.role r join provisioning.scim_user u on u.tenant_id = r.tenant_id
          where r.tenant_id = %1$s and u.id >= '02000000-0000-7000-8000-000000000001'
            and (r.display_name = 'Everybody'
              or u.id <= ('02000000-0000-7000-8000-' || lpad('%2$d', 12, '0'))::uuid)
            and r.id >= '03000000-0000-7000-8000-000000000000' and r.id < '04000000-0000-7000-8000-000000000000'
          """
              .formatted(tenant, members));
      run(database, "set session_replication_role = origin");
      run(database, "analyze provisioning.role_member, provisioning.scim_user, provisioning.role");
      largeGroup = "03000000-0000-7000-8000-000000000000";
    }
  }

  public void remove() throws IOException, SQLException {
    try (Connection database = ServerDatabase.superuser()) {
      run(database, "set session_replication_role = replica");
      run(database, "delete from provisioning.role_member where tenant_id = " + tenant);
      run(database, "set session_replication_role = origin");
      run(
          database,
          "delete from provisioning.role where id between '03000000-0000-7000-8000-000000000000'"
              + " and '03000000-0000-7000-8000-999999999999' and tenant_id = "
              + tenant);
      run(database, "delete from provisioning.scim_user where tenant_id = " + tenant);
    }
  }

  private static void run(Connection database, String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }
}
