package com.ransomleak.provisioning.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.database.TestDatabase;
import com.ransomleak.provisioning.fixture.Extensions;
import com.ransomleak.provisioning.fixture.OddText;
import com.ransomleak.provisioning.fixture.RandomResources;
import com.ransomleak.provisioning.role.GroupMapping;
import com.ransomleak.provisioning.scim.filter.Sort;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schema;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import com.ransomleak.provisioning.scim.schema.ScimDateTime;
import com.ransomleak.provisioning.store.Representation.Kind;
import com.ransomleak.provisioning.user.UserMapping;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The same odd resources are put in order by PostgreSQL, from its tables, and by a comparator here,
 * from what clients see; by every attribute that there is, both ways.
 */
class SortAgreementTest {

  @Test
  @DisplayName("O-01 to O-07: PostgreSQL and Java sort alike by every attribute")
  void bothJudgesSortAlike() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<UUID> users = RandomResources.ids(random, 150);
    List<UUID> roles = RandomResources.ids(random, 25);
    try (Connection migrator = TestDatabase.access().connectAsMigrator()) {
      migrator.setAutoCommit(false);
      UUID tenant = TestDatabase.newTenant(migrator);
      new RandomResources(seed, OddText.STORABLE).fill(migrator, tenant, users, roles);
      TestDatabase.enter(migrator, tenant);
      compare(migrator, tenant, seed, "scim_user u", UserMapping.TABLE);
      compare(migrator, tenant, seed, "role r", GroupMapping.TABLE);
      migrator.rollback();
    }
  }

  @Test
  @DisplayName("O-01, O-05, O-07: and so they do by the attributes of a tenant's own extensions")
  void bothJudgesSortAlikeByExtensions() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    SchemaRegistry schemas = Extensions.catalogue();
    List<UUID> users = RandomResources.ids(random, 100);
    List<UUID> roles = RandomResources.ids(random, 25);
    try (Connection migrator = TestDatabase.access().connectAsMigrator()) {
      migrator.setAutoCommit(false);
      UUID tenant = TestDatabase.newTenant(migrator);
      new RandomResources(seed, OddText.STORABLE).fill(migrator, tenant, users, roles, schemas);
      TestDatabase.enter(migrator, tenant);
      compare(migrator, tenant, seed, "scim_user u", UserMapping.TABLE.forType(schemas.user()));
      migrator.rollback();
    }
  }

  private static void compare(
      Connection connection, UUID tenant, long seed, String table, ResourceMapping mapping)
      throws SQLException {
    List<JsonObject> resources =
        TestDatabase.resources(
            connection, tenant, table.startsWith("role") ? Kind.GROUP : Kind.USER);
    int sorted = 0;
    for (String name : sortable(mapping.type())) {
      for (String order : List.of("ascending", "descending")) {
        Sort sort = Sort.of(name, order, mapping.type()).orElseThrow();
        List<String> byJava =
            resources.stream().sorted(order(sort)).map(r -> r.getString("id")).toList();
        assertEquals(
            byJava,
            byPostgres(connection, tenant, table, SqlOrder.of(sort, mapping)),
            () -> "seed " + seed + ", " + sort);
        sorted++;
      }
    }
    assertTrue(sorted > 20, "There are more attributes than that.");
  }

  private static List<String> byPostgres(
      Connection connection, UUID tenant, String table, SqlOrder order) throws SQLException {
    String direction = order.ascending() ? "asc" : "desc";
    return TestDatabase.strings(
        connection,
        "select id from provisioning.%s where tenant_id = :tenant order by %s %s, id %s"
            .formatted(table, order.key(), direction, direction),
        tenant,
        new SqlFragment("", Map.of()));
  }

  private static List<String> sortable(ResourceType type) {
    List<String> names = new ArrayList<>(List.of("id", "externalId", "schemas"));
    names.addAll(List.of("meta.created", "meta.lastModified", "meta.version", "meta.location"));
    type.core().attributes().forEach(attribute -> add(names, "", attribute));
    for (Schema extension : type.extensions()) {
      extension.attributes().forEach(attribute -> add(names, extension.id() + ":", attribute));
    }
    return names;
  }

  private static void add(List<String> names, String prefix, Attribute attribute) {
    if (attribute.returned() != Attribute.Returned.NEVER) {
      names.add(prefix + attribute.name());
      attribute
          .subAttributes()
          .forEach(sub -> names.add(prefix + attribute.name() + "." + sub.name()));
    }
  }

  private static Comparator<JsonObject> order(Sort sort) {
    Comparator<JsonObject> byKey =
        Comparator.comparing(
            resource -> key(sort, resource).orElse(null),
            Comparator.nullsLast(isNumber(sort) ? byNumber() : SortAgreementTest::byCodePoints));
    Comparator<JsonObject> ascending =
        byKey.thenComparing(resource -> resource.getString("id"), Comparator.naturalOrder());
    return sort.ascending() ? ascending : ascending.reversed();
  }

  private static boolean isNumber(Sort sort) {
    return switch (sort.attribute().type()) {
      case INTEGER, DECIMAL -> true;
      default -> false;
    };
  }

  private static Comparator<String> byNumber() {
    return Comparator.comparing(BigDecimal::new);
  }

  private static Optional<String> key(Sort sort, JsonObject resource) {
    AttributePath path = sort.path();
    JsonObject holder =
        path.extension() == null ? resource : resource.getJsonObject(path.extension());
    Optional<JsonValue> value =
        Optional.ofNullable(holder == null ? null : holder.get(path.attribute()))
            .flatMap(SortAgreementTest::primaryOrFirst);
    if (path.subAttribute() != null) {
      value = value.map(v -> v.asJsonObject().get(path.subAttribute()));
    }
    return value.map(v -> text(sort, v));
  }

  private static Optional<JsonValue> primaryOrFirst(JsonValue value) {
    return value instanceof JsonArray elements
        ? Stream.concat(elements.stream().filter(SortAgreementTest::isPrimary), elements.stream())
            .findFirst()
        : Optional.of(value);
  }

  private static boolean isPrimary(JsonValue element) {
    return element instanceof JsonObject object && object.getBoolean("primary", false);
  }

  private static String text(Sort sort, JsonValue value) {
    String text = value instanceof JsonString string ? string.getString() : value.toString();
    if (sort.attribute().type() == Attribute.Type.DATE_TIME) {
      return ScimDateTime.key(ScimDateTime.parse(text).orElseThrow());
    }
    String key = sort.attribute().caseExact() ? text : CaseFold.key(text);
    int length = key.codePointCount(0, key.length());
    boolean mayBeLong =
        sort.attribute().maxLength() > Sort.KEY_LENGTH || sort.path().extension() != null;
    return mayBeLong && length > Sort.KEY_LENGTH
        ? key.substring(0, key.offsetByCodePoints(0, Sort.KEY_LENGTH))
        : key;
  }

  private static int byCodePoints(String left, String right) {
    return java.util.Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
  }
}
