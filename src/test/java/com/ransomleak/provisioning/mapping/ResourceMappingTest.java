package com.ransomleak.provisioning.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.fixture.Extensions;
import com.ransomleak.provisioning.mapping.ColumnMapping.Column;
import com.ransomleak.provisioning.mapping.ColumnMapping.ColumnType;
import com.ransomleak.provisioning.mapping.ColumnMapping.NotSearchable;
import com.ransomleak.provisioning.mapping.ColumnMapping.Rows;
import com.ransomleak.provisioning.role.GroupMapping;
import com.ransomleak.provisioning.scim.schema.Attribute;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schema;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.user.UserMapping;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResourceMappingTest {
  static List<ResourceMapping> tables() {
    SchemaRegistry schemas = Extensions.catalogue();
    return List.of(
        UserMapping.TABLE,
        GroupMapping.TABLE,
        UserMapping.TABLE.forType(schemas.user()),
        GroupMapping.TABLE.forType(schemas.group()));
  }

  @ParameterizedTest
  @MethodSource("tables")
  @DisplayName("F-19, F-24: every attribute of the schemas has a line that suits its type")
  void everyAttributeHasALine(ResourceMapping table) {
    for (AttributePath path : paths(table.type())) {
      Attribute attribute = table.type().attribute(path);
      ColumnMapping column = table.mapping(path);
      assertNotNull(column, path::toString);
      if (attribute.returned() == Attribute.Returned.NEVER) {
        assertInstanceOf(NotSearchable.class, column, path::toString);
      } else if (attribute.multiValued()) {
        assertEquals(attribute.isComplex(), ((Rows) column).value() == null, path::toString);
      } else {
        assertEquals(expected(attribute, path), type((Column) column), path::toString);
      }
    }
  }

  private static ColumnType expected(Attribute attribute, AttributePath path) {
    return switch (attribute.type()) {
      case COMPLEX -> ColumnType.COMPLEX;
      case BOOLEAN -> ColumnType.BOOLEAN;
      case INTEGER, DECIMAL -> ColumnType.NUMBER;
      // A dateTime of an extension is a text that has the order of the instants.
      case DATE_TIME -> isOfExtension(path) ? ColumnType.TEXT : ColumnType.TIME;
      case STRING, REFERENCE, BINARY -> ColumnType.TEXT;
    };
  }

  /** Ids and references of links are texts for clients. */
  private static ColumnType type(Column column) {
    return switch (column.type()) {
      case UUID, REFERENCE -> ColumnType.TEXT;
      default -> column.type();
    };
  }

  private static boolean isOfExtension(AttributePath path) {
    return path.extension() != null && !path.extension().equals(Schemas.ENTERPRISE_USER);
  }

  @ParameterizedTest
  @MethodSource("tables")
  @DisplayName("F-24, F-26: fragments take no text from outside and name the tenant of every table")
  void fragmentsAreClosed(ResourceMapping table) {
    for (AttributePath path : paths(table.type())) {
      ColumnMapping column = table.mapping(path);
      String sql =
          column instanceof Rows rows
              ? rows.rows()
              : column instanceof Column single ? single.expression() : "";
      assertEquals(-1, sql.indexOf('?'), sql);
      boolean asksATable = sql.contains("provisioning.");
      assertTrue(!asksATable || sql.contains("tenant_id = "), sql);
    }
  }

  @Test
  void anAttributeHasOneLineOnly() {
    List<ResourceMapping.Line> twice =
        List.of(
            ResourceMapping.line("title", ColumnMapping.text("1")),
            ResourceMapping.line("TITLE", ColumnMapping.text("2")));
    assertThrows(
        IllegalArgumentException.class, () -> new ResourceMapping(Schemas.user(), "u", twice));
  }

  private static List<AttributePath> paths(ResourceType type) {
    List<AttributePath> paths = new ArrayList<>();
    for (String name : List.of("schemas", "id", "externalId", "meta")) {
      add(paths, AttributePath.of(name), type);
    }
    type.core().attributes().forEach(a -> add(paths, AttributePath.of(a.name()), type));
    for (Schema schema : type.extensions()) {
      schema
          .attributes()
          .forEach(a -> add(paths, new AttributePath(schema.id(), a.name(), null), type));
    }
    return paths;
  }

  private static void add(List<AttributePath> paths, AttributePath path, ResourceType type) {
    paths.add(path);
    type.attribute(path).subAttributes().forEach(sub -> paths.add(path.sub(sub.name())));
  }
}
