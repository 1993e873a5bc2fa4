package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.demo.ResourceRows;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.scim.schema.DocumentReader;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schema;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import com.ransomleak.provisioning.scim.schema.SearchKeys;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * A tenant full of odd people and roles: every attribute there is, each sometimes absent, with
 * texts that programs get wrong; stored as the application stores them.
 */
public final class RandomResources {
  private static final String ROW = "select ?, ?, cast(? as jsonb), cast(? as jsonb)";

  private final Random random;
  private final List<String> texts;
  private final Set<String> taken = new HashSet<>();

  /**
   * @param texts what attributes may say
   */
  public RandomResources(long seed, List<String> texts) {
    this.random = new Random(seed);
    this.texts = texts;
  }

  /** Stores the resources under these ids; the same ids may be used in several tenants. */
  void fill(Connection migrator, UUID tenant, List<UUID> users, List<UUID> roles)
      throws SQLException {
    fill(migrator, tenant, users, roles, SchemaRegistry.STANDARD);
  }

  /** The same with the attributes of extensions. */
  void fill(
      Connection migrator, UUID tenant, List<UUID> users, List<UUID> roles, SchemaRegistry schemas)
      throws SQLException {
    taken.clear();
    for (UUID id : users) {
      insert(migrator, "scim_user", tenant, id, document(schemas.user()), schemas.user());
    }
    for (UUID id : roles) {
      insert(migrator, "role", tenant, id, document(schemas.group()), schemas.group());
      for (UUID user : users) {
        if (random.nextInt(5) == 0) {
          TestDatabase.update(
              migrator,
              "insert into provisioning.role_member (tenant_id, role_id, user_id) values (?, ?, ?)",
              tenant,
              id,
              user);
        }
      }
    }
    for (UUID id : users) {
      if (random.nextInt(3) == 0) {
        TestDatabase.update(
            migrator,
            "update provisioning.scim_user set manager_id = ?"
                + " where tenant_id = ? and id = ? and manager_reference is not null",
            pick(users),
            tenant,
            id);
      }
    }
  }

  private void insert(
      Connection migrator,
      String table,
      UUID tenant,
      UUID id,
      JsonObject document,
      ResourceType type)
      throws SQLException {
    TestDatabase.update(
        migrator,
        table.equals("role") ? ResourceRows.roles(ROW) : ResourceRows.users(ROW),
        tenant,
        id,
        ScimJson.write(document),
        ScimJson.write(SearchKeys.of(document, type)));
    TestDatabase.update(
        migrator,
        "update provisioning."
            + table
            + " set version = ?, created_at = now() - interval '1 day' * ?, changed_at = now() -"
            + " interval '1 second' * ? where id = ?",
        random.nextInt(1, 30),
        random.nextInt(1, 4),
        random.nextInt(4),
        id);
  }

  public JsonObject document(ResourceType type) {
    Map<String, JsonValue> body = new LinkedHashMap<>();
    type.core().attributes().forEach(attribute -> put(body, attribute));
    type.attribute("externalId").ifPresent(attribute -> put(body, attribute));
    for (Schema extension : type.extensions()) {
      Map<String, JsonValue> data = new LinkedHashMap<>();
      extension.attributes().forEach(attribute -> put(data, attribute));
      body.put(extension.id(), ScimJson.object(data));
    }
    body.remove("members");
    if (type.name().equals("User")) {
      body.putIfAbsent("active", JsonValue.TRUE);
    }
    return DocumentReader.read(ScimJson.object(body), type, new Warnings());
  }

  private void put(Map<String, JsonValue> members, Attribute attribute) {
    boolean isUnique =
        attribute.uniqueness() == Attribute.Uniqueness.SERVER
            || attribute.name().equals("externalId");
    if (attribute.required() || random.nextInt(3) > 0) {
      members.put(
          attribute.name(),
          isUnique ? ScimJson.string(unique(attribute.name())) : value(attribute));
    }
  }

  private JsonValue value(Attribute attribute) {
    if (!attribute.multiValued()) {
      return one(attribute);
    }
    JsonArrayBuilder elements = ScimJson.array();
    for (int i = random.nextInt(4); i > 0; i--) {
      elements.add(one(attribute));
    }
    return elements.build();
  }

  private JsonValue one(Attribute attribute) {
    return switch (attribute.type()) {
      case COMPLEX -> {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        attribute.subAttributes().stream()
            .filter(sub -> !sub.isReadOnly() && !sub.name().equals("$ref"))
            .forEach(sub -> put(members, sub));
        yield ScimJson.object(members);
      }
      case BOOLEAN -> ScimJson.bool(random.nextBoolean());
      case INTEGER -> ScimJson.number(random.nextInt(-3, 4));
      case DECIMAL -> ScimJson.number(new BigDecimal(pick(List.of("-1.5", "0", "0.50", "1e2"))));
      case DATE_TIME ->
          ScimJson.string(
              pick(
                  List.of(
                      "2026-01-31T09:30:00Z",
                      "2026-01-31T10:30:00+01:00",
                      "0001-01-01T00:00:00",
                      "2026-02-01T00:00:00.000001Z")));
      case BINARY -> ScimJson.string(pick(List.of("TUlJ", "bWlp", "QUJD")));
      default -> ScimJson.string(random.nextInt(20) == 0 ? "" : pick(texts));
    };
  }

  private String unique(String attribute) {
    String text = pick(texts);
    for (int i = 0; !taken.add(attribute + CaseFold.key(text)); i++) {
      text = pick(texts) + i;
    }
    return text;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  static List<UUID> ids(Random random, int count) {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(new UUID(random.nextLong(), random.nextLong()));
    }
    return ids;
  }

  /** All strings at that place of a resource, or of one of its values. */
  static List<String> strings(Optional<JsonValue> value, String subAttribute) {
    List<String> found = new ArrayList<>();
    value.ifPresent(v -> collect(v, subAttribute, found));
    return found;
  }

  private static void collect(JsonValue value, String subAttribute, List<String> found) {
    switch (value.getValueType()) {
      case ARRAY -> value.asJsonArray().forEach(e -> collect(e, subAttribute, found));
      case OBJECT -> {
        if (subAttribute != null && value.asJsonObject().containsKey(subAttribute)) {
          collect(value.asJsonObject().get(subAttribute), null, found);
        }
      }
      case STRING -> {
        if (subAttribute == null) {
          found.add(((jakarta.json.JsonString) value).getString());
        }
      }
      case NUMBER, TRUE, FALSE, NULL -> {}
    }
  }
}
