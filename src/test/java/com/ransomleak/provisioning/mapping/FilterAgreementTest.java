package com.ransomleak.provisioning.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.database.TestDatabase;
import com.ransomleak.provisioning.fixture.Extensions;
import com.ransomleak.provisioning.fixture.OddText;
import com.ransomleak.provisioning.fixture.RandomFilters;
import com.ransomleak.provisioning.fixture.RandomResources;
import com.ransomleak.provisioning.role.GroupMapping;
import com.ransomleak.provisioning.scim.filter.Filter;
import com.ransomleak.provisioning.scim.filter.FilterMatcher;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.Representation.Kind;
import com.ransomleak.provisioning.user.UserMapping;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The same random filter is answered by our Java, from what clients see, and by PostgreSQL, from
 * its tables. They must agree, about every attribute there is.
 *
 * <p>PostgreSQL is asked by a login that row security does not bind, in a database where another
 * tenant has other resources under the same ids: so a fragment that forgets the tenant is found out
 * (F-26).
 */
class FilterAgreementTest {
  private static final int USERS = 200;
  private static final int ROLES = 12;

  @Test
  @DisplayName("F-01 to F-28: SQL and matcher select the same resources")
  void bothJudgesSelectTheSameResources() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<UUID> users = RandomResources.ids(random, USERS);
    List<UUID> roles = RandomResources.ids(random, ROLES);
    RandomResources resources = new RandomResources(seed, OddText.STORABLE);
    try (Connection migrator = TestDatabase.access().connectAsMigrator()) {
      migrator.setAutoCommit(false);
      UUID tenant = TestDatabase.newTenant(migrator);
      resources.fill(migrator, tenant, users, roles);
      resources.fill(migrator, TestDatabase.newTenant(migrator), users, roles);
      TestDatabase.enter(migrator, tenant);
      compare(migrator, tenant, seed, 2_000, "scim_user u", UserMapping.TABLE);
      compare(migrator, tenant, seed, 500, "role r", GroupMapping.TABLE);
      migrator.rollback();
    }
  }

  @Test
  @DisplayName("F-19, F-24: and so they do about the attributes of a tenant's own extensions")
  void bothJudgesAgreeAboutExtensions() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    SchemaRegistry schemas = Extensions.catalogue();
    List<UUID> users = RandomResources.ids(random, USERS);
    List<UUID> roles = RandomResources.ids(random, ROLES);
    RandomResources resources = new RandomResources(seed, OddText.STORABLE);
    try (Connection migrator = TestDatabase.access().connectAsMigrator()) {
      migrator.setAutoCommit(false);
      UUID tenant = TestDatabase.newTenant(migrator);
      resources.fill(migrator, tenant, users, roles, schemas);
      TestDatabase.enter(migrator, tenant);
      compare(
          migrator, tenant, seed, 2_000, "scim_user u", UserMapping.TABLE.forType(schemas.user()));
      compare(migrator, tenant, seed, 500, "role r", GroupMapping.TABLE.forType(schemas.group()));
      migrator.rollback();
    }
  }

  private static void compare(
      Connection connection,
      UUID tenant,
      long seed,
      int count,
      String table,
      ResourceMapping mapping)
      throws SQLException {
    List<JsonObject> resources =
        TestDatabase.resources(
            connection, tenant, table.startsWith("role") ? Kind.GROUP : Kind.USER);
    RandomFilters filters = filters(seed, mapping.type(), resources);
    int matches = 0;
    for (int i = 0; i < count; i++) {
      Filter filter = filters.next();
      SqlFragment sql = SqlFilter.compile(filter, mapping);
      List<String> byMatcher =
          resources.stream()
              .filter(resource -> FilterMatcher.matches(filter, resource))
              .map(resource -> resource.getString("id"))
              .toList();
      List<String> bySql = select(connection, tenant, table, sql);
      matches += bySql.size();
      assertEquals(byMatcher, bySql, () -> "seed " + seed + ", " + filter + "\n" + sql);
    }
    // Judges who always agree on nothing have not judged.
    assertTrue(matches > count, () -> "seed " + seed);
  }

  private static List<String> select(
      Connection connection, UUID tenant, String table, SqlFragment sql) throws SQLException {
    String alias = table.substring(table.indexOf(' ') + 1);
    return TestDatabase.strings(
        connection,
        "select %2$s.id from provisioning.%1$s where %2$s.tenant_id = :tenant and (%3$s) order by 1"
            .formatted(table, alias, sql.text()),
        tenant,
        sql);
  }

  /** Filters that ask for what is there, as well as for what is not. */
  private static RandomFilters filters(long seed, ResourceType type, List<JsonObject> resources) {
    RandomFilters filters = new RandomFilters(seed, type, OddText.ALL);
    for (AttributePath path : filters.paths()) {
      for (JsonObject resource : resources.subList(0, Math.min(40, resources.size()))) {
        Optional<JsonValue> value = value(resource, path);
        Attribute attribute = type.attribute(path);
        filters.addValues(path, RandomResources.strings(value, null));
        for (Attribute sub : attribute.subAttributes()) {
          filters.addValues(path.sub(sub.name()), RandomResources.strings(value, sub.name()));
        }
      }
    }
    AttributePath manager = Schemas.user().path("manager.value");
    if (type.name().equals("User")) {
      filters.addValues(
          manager, resources.stream().limit(40).map(user -> user.getString("id")).toList());
    }
    return filters;
  }

  private static Optional<JsonValue> value(JsonObject resource, AttributePath path) {
    if (path.extension() == null) {
      return Optional.ofNullable(resource.get(path.attribute()));
    }
    return Optional.ofNullable(resource.getJsonObject(path.extension()))
        .map(extension -> extension.get(path.attribute()));
  }
}
