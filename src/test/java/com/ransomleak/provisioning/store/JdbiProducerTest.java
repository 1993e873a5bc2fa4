package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.database.TestDatabase;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.mapping.PageReader;
import com.ransomleak.provisioning.paging.Cursors;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.filter.FilterParser;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.user.UserMapping;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.cache.internal.DefaultJdbiCacheStats;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JdbiProducerTest {
  @Test
  @DisplayName("An exception, and so the log, contains neither the statement nor its values")
  void exceptionsContainNoValues() throws Exception {
    String statement = "update provisioning.no_such_table set name = :name";
    UnableToExecuteStatementException failure =
        assertThrows(
            UnableToExecuteStatementException.class,
            () ->
                jdbi()
                    .useHandle(
                        handle ->
                            handle
                                .createUpdate(statement)
                                .bind("name", "Ada Lovelace")
                                .bindMap(Map.of("other", "Charles Babbage"))
                                .configure(
                                    SqlStatements.class, c -> c.setUnusedBindingAllowed(true))
                                .execute()));
    StringWriter log = new StringWriter();
    failure.printStackTrace(new PrintWriter(log));
    assertTrue(log.toString().contains("no_such_table"), log::toString);
    for (String secret : List.of("Ada", "Babbage", "set name")) {
      assertFalse(log.toString().contains(secret), log::toString);
    }
  }

  @Test
  @DisplayName("Statements that contain a client's filter stay out of the caches of all others")
  void filtersAreNotCached() throws Exception {
    Jdbi jdbi = jdbi();
    SqlStatements statements = jdbi.getConfig(SqlStatements.class);
    String filter = "title eq \"x\"";
    for (int i = 0; i < 3; i++) {
      filter += " or title eq \"x\"";
      ListQuery query =
          new ListQuery(
              Optional.of(FilterParser.parse(filter, Schemas.user(), new Warnings())),
              Optional.empty(),
              1,
              10,
              Optional.empty());
      Page page =
          PageReader.page(
              new TenantId(UUID.randomUUID()),
              jdbi,
              new Cursors(),
              TestDatabase.BASE_URL,
              List.of(UserMapping.source(query, Schemas.user())),
              null);
      assertEquals(Page.byIndex(0, 1), page);
    }
    DefaultJdbiCacheStats templates = statements.cacheStats();
    assertEquals(0, templates.cacheSize());
    DefaultJdbiCacheStats parsed = ((ColonPrefixSqlParser) statements.getSqlParser()).cacheStats();
    assertEquals(0, parsed.cacheSize());
  }

  private static Jdbi jdbi() throws Exception {
    DatabaseAccess access = TestDatabase.access();
    return JdbiProducer.create(access::connectAsMigrator);
  }
}
