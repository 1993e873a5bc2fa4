package com.ransomleak.provisioning.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.ransomleak.provisioning.database.TestDatabase;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Parameter;
import jakarta.persistence.Persistence;
import jakarta.persistence.Query;
import java.sql.Connection;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.persistence.jpa.JpaEntityManagerFactory;
import org.eclipse.persistence.queries.DatabaseQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The entities of {@code persistence.xml} against the tables of {@code db/migration}. */
class EntitiesTest {
  private static EntityManagerFactory factory;
  private static EntityManager entities;

  @BeforeAll
  static void open() throws Exception {
    DatabaseAccess access = TestDatabase.access();
    factory =
        Persistence.createEntityManagerFactory(
            "provisioning",
            Map.of(
                "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                "jakarta.persistence.jtaDataSource", "",
                "jakarta.persistence.jdbc.url", url(access),
                "eclipselink.target-server", "None",
                "eclipselink.weaving", "false"));
    entities = factory.createEntityManager();
  }

  /** With the password, which EclipseLink would expect encrypted in a property of its own. */
  private static String url(DatabaseAccess access) {
    String url = access.jdbcUrl();
    return "%s%cuser=%s&password=%s"
        .formatted(
            url, url.contains("?") ? '&' : '?', DatabaseAccess.MIGRATOR, access.migratorPassword());
  }

  @AfterAll
  static void close() {
    factory.close();
  }

  @Test
  void everyAttributeHasItsColumn() {
    List<String> names =
        factory.getMetamodel().getEntities().stream().map(entity -> entity.getName()).toList();
    assertFalse(names.isEmpty());
    for (String name : names) {
      entities.createQuery("select e from " + name + " e").setMaxResults(1).getResultList();
    }
  }

  @Test
  void everyQueryInJpqlRuns() {
    // Native queries need parameters that only their callers know.
    List<String> names =
        factory
            .unwrap(JpaEntityManagerFactory.class)
            .getServerSession()
            .getQueries()
            .values()
            .stream()
            .map(queries -> queries.get(0))
            .filter(query -> query.getJPQLString() != null)
            .map(DatabaseQuery::getName)
            .toList();
    assertFalse(names.isEmpty());
    List<String> failures = new ArrayList<>();
    for (String name : names) {
      entities.getTransaction().begin();
      try {
        run(name);
      } catch (RuntimeException e) {
        failures.add(name + ": " + e.getMessage());
      } finally {
        entities.getTransaction().rollback();
      }
    }
    assertEquals(List.of(), failures);
  }

  @Test
  void arraysAreLists() throws Exception {
    try (Connection migrator = TestDatabase.access().connectAsMigrator()) {
      TestDatabase.update(
          migrator,
          "insert into provisioning.reconciliation (tenant_id, manager_keys) values (?, ?)",
          TestDatabase.newTenant(migrator),
          "{id,\"a \\\"b\\\\\"}");
    }
    entities.getTransaction().begin();
    try {
      Object run =
          entities.createQuery("select r from ReconciliationState r").getResultList().get(0);
      assertEquals(
          List.of(List.of("id", "a \"b\\")),
          entities.createQuery("select r.managerKeys from ReconciliationState r").getResultList());
      entities.refresh(run, LockModeType.PESSIMISTIC_WRITE);
    } finally {
      entities.getTransaction().rollback();
    }
  }

  private static void run(String name) {
    Query query = entities.createNamedQuery(name);
    for (Parameter<?> parameter : query.getParameters()) {
      query.setParameter(parameter.getName(), value(parameter));
    }
    if (query.unwrap(DatabaseQuery.class).isModifyAllQuery()) {
      query.executeUpdate();
    } else {
      query.getResultList();
    }
  }

  private static Object value(Parameter<?> parameter) {
    Class<?> type = parameter.getParameterType();
    if (type == UUID.class) {
      return UUID.randomUUID();
    } else if (type == OffsetDateTime.class) {
      return OffsetDateTime.now(ZoneOffset.UTC);
    } else if (type == byte[].class) {
      return new byte[] {1};
    } else if (Collection.class.isAssignableFrom(type)) {
      return List.of("x");
    }
    return "x";
  }
}
