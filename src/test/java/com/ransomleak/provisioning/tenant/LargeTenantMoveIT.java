package com.ransomleak.provisioning.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.database.TestDatabase;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.demo.ResourceRows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tenant of many people is moved. {@code -Dmove.people=100000} gives the times that {@code
 * src/docs/operations.md} names.
 */
@Tag("on-demand")
class LargeTenantMoveIT {
  private static final int PEOPLE = Integer.getInteger("move.people", 3_000);

  private static final String USERS =
      ResourceRows.users(
          """
          select tenant_id, ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
            jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:User', '%1$s'), 'userName', name,
              'externalId', 'X' || n, 'active', true, 'displayName', 'Person ' || n, 'title', 'Engineer ' || n %% 50,
              'emails', jsonb_build_array(jsonb_build_object('value', name, 'type', 'work', 'primary', true)),
              '%1$s', jsonb_build_object('employeeNumber', n::text, 'manager', jsonb_build_object('value', 'X' || n / 10))),
            jsonb_build_object('userName', name, 'externalId', 'X' || n, 'active', true, 'displayName', 'person ' || n,
              'title', 'engineer ' || n %% 50, 'emails', jsonb_build_array(jsonb_build_object('value', name, 'type', 'work', 'primary', true)),
              '%1$s:employeeNumber', n::text, '%1$s:manager', jsonb_build_object('value', 'X' || n / 10, 'valueKey', 'x' || n / 10)),
            ('01900000-0000-7000-8000-' || lpad((n / 10)::text, 12, '0'))::uuid
          from generate_series(0, %2$d) n cross join lateral (select 'person.' || n || '@example.com') x (name)
            cross join provisioning.tenant where subdomain = 'large'
          """
              .formatted("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", PEOPLE - 1),
          ", manager_id");

  private static final String MEMBERS =
      """
      insert into provisioning.role_member (tenant_id, role_id, user_id)
        select tenant_id, r.id, u.id from provisioning.role r join provisioning.scim_user u using (tenant_id) where r.display_name = 'Learner'
      """;

  private static final String ACTIVITY =
      """
      insert into provisioning.activity (tenant_id, actor_kind, actor, action, resource_type, resource_id, resource_name, status, changed, method, path,
          client, source)
        select tenant_id, 'provider', 'okta', 'user.updated', 'User', id::text, display_name, 200, '["title"]', 'PUT', '/Users',
          'Okta SCIM Client 1.0.0', '10.0.0.1'
        from provisioning.scim_user, generate_series(1, 2)
      """;

  @TempDir private Path folder;

  @Test
  @DisplayName("A tenant of many people is exported, imported and erased completely")
  void aLargeTenant() throws Exception {
    DatabaseAccess from = empty("large_from");
    try (Connection migrator = from.connectAsMigrator();
        Statement statement = migrator.createStatement()) {
      migrator.setNetworkTimeout(Runnable::run, 0);
      statement.execute("select provisioning.enable_tenant('large')");
      for (String sql : List.of(USERS, MEMBERS, ACTIVITY, "analyze")) {
        statement.execute(sql);
      }
    }
    TenantCommand source = new TenantCommand(from, folder);
    source.run("suspend", "large", "--yes", "large");
    String exported = source.run("export", "large", "copy", "--yes", "large");
    DatabaseAccess to = empty("large_to");
    String imported = new TenantCommand(to, folder).run("import", "copy", "--yes", "large");
    String erased = source.run("erase", "large", "--exported", "copy", "--yes", "large");
    System.out.println(exported + "\n" + imported + "\n" + erased);
    assertTrue(erased.contains("tables: 0\n"), erased);
    try (Connection migrator = to.connectAsMigrator()) {
      assertEquals(
          List.of(Integer.toString(PEOPLE)),
          TestDatabase.strings(
              migrator, "select count(manager_id) from provisioning.scim_user", List.of()));
    }
  }

  private static DatabaseAccess empty(String name) throws Exception {
    DatabaseAccess access = TenantCommand.empty(name);
    return access;
  }
}
