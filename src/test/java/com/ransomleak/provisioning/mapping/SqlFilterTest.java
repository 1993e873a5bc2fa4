package com.ransomleak.provisioning.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.ransomleak.provisioning.database.TestDatabase;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.filter.FilterParser;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.user.UserMapping;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlFilterTest {
  private Connection migrator;
  private Connection application;
  private UUID tenant;
  private UUID otherTenant;

  @BeforeEach
  void twoTenantsWithUsers() throws Exception {
    DatabaseAccess access = TestDatabase.access();
    migrator = access.connectAsMigrator();
    tenant = TestDatabase.newTenant(migrator);
    otherTenant = TestDatabase.newTenant(migrator);
    for (String userName :
        List.of("100%", "a_b", "a\\b", "axb", "Müller", "it's", "hi\uD83D\uDE00")) {
      TestDatabase.insertUser(migrator, tenant, userName);
      TestDatabase.insertUser(migrator, otherTenant, userName);
    }
    application = access.connect();
    TestDatabase.enter(application, tenant);
  }

  @AfterEach
  void close() throws SQLException {
    application.close();
    migrator.close();
  }

  @ParameterizedTest(name = "{0} finds {1}")
  @DisplayName("F-16: co, sw and ew are literal, nothing of LIKE leaks in")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "userName co \"%\"      | 100%",
        "userName co \"_\"      | a_b",
        "userName co \"\\\\\"   | a\\b",
        "userName sw \"a_\"     | a_b",
        "userName sw \"%\"      | ``",
        "userName ew \"%\"      | 100%",
        "userName ew \"_b\"     | a_b",
        "userName ew \"\\uD83D\\uDE00\" | hi\uD83D\uDE00",
        "userName eq \"a_b\"    | a_b",
        "userName eq \"a%\"     | ``",
        "userName eq \"MÜLLER\" | Müller",
        "userName co \"MU\\u0308L\" | Müller",
      })
  void searchesLiterally(String filter, String userName) throws SQLException {
    assertEquals(userName.isEmpty() ? List.of() : List.of(userName), find(application, filter));
  }

  @ParameterizedTest
  @DisplayName("F-24, known bug 18: SQL in a value is a value")
  @ValueSource(
      strings = {
        "' or 1=1 --",
        "x' or '1'='1",
        "') or (true",
        "a'; drop table provisioning.scim_user; --",
        "\\' or 1=1 --",
        "$$ or true --",
        "${x}",
        "? or true",
        "/* */ or true",
        "%' or userName like '%",
      })
  void sqlInAValueIsAValue(String value) throws SQLException {
    String literal = ScimJson.write(ScimJson.string(value));
    for (String attribute :
        List.of(
            "userName",
            "id",
            "externalId",
            "emails",
            "emails.type",
            "title",
            "manager",
            "groups",
            "schemas",
            "meta.version",
            "name.familyName")) {
      for (String operator : List.of("eq", "co", "sw", "ew")) {
        String filter = attribute + " " + operator + " " + literal;
        assertEquals(List.of(), find(application, filter), filter);
        assertFalse(compile(filter).text().contains(value), filter);
      }
    }
    assertEquals(List.of("it's"), find(application, "userName eq \"it's\""));
  }

  @ParameterizedTest
  @DisplayName("F-26: no filter reaches beyond its tenant, with row security or without")
  @ValueSource(
      strings = {
        "userName pr or id pr",
        "not (userName eq \"nobody\")",
        "title ne \"x\" or emails pr",
        "id ne \"x\"",
      })
  void theTenantStandsOutsideTheFilter(String filter) throws SQLException {
    assertEquals(7, find(application, filter).size());
    assertEquals(7, find(migrator, filter).size());
  }

  @Test
  @DisplayName("F-13, S-24: times at both ends of the calendar are no error")
  void comparesWithTheFirstAndTheLastInstant() throws SQLException {
    assertEquals(7, find(application, "meta.created gt \"0000-01-01T00:00:00Z\"").size());
    assertEquals(7, find(application, "meta.created lt \"9999-12-31T23:59:59.9999999Z\"").size());
    assertEquals(0, find(application, "meta.created eq \"0001-02-03T00:00:00Z\"").size());
  }

  @Test
  @DisplayName("F-08, F-10: what a filter looks like in SQL")
  void compilesToPlainComparisonsAndExists() {
    assertEquals(
        new SqlFragment(
            "(u.user_name_key = :user1 and ((exists (select from provisioning.user_email v where"
                + " v.tenant_id = u.tenant_id and v.user_id = u.id and"
                + " (v.keys ->> 'type') collate \"C\" = :user2)) is not true))",
            Map.of("user1", "bob@x", "user2", "work")),
        compile("userName eq \"Bob@X\" and not (emails[type eq \"work\"])"));
    assertEquals(
        new SqlFragment(
            "((u.keys ->> 'title') collate \"C\" = :user1) is not true", Map.of("user1", "x")),
        compile("title ne \"X\""));
    assertEquals(new SqlFragment("false", Map.of()), compile("id eq \"no id of ours\""));
  }

  private List<String> find(Connection connection, String filter) {
    SqlFragment sql = compile(filter);
    return TestDatabase.strings(
        connection,
        "select u.user_name from provisioning.scim_user u where u.tenant_id = :tenant and ("
            + sql.text()
            + ")",
        tenant,
        sql);
  }

  private static SqlFragment compile(String filter) {
    return SqlFilter.compile(
        FilterParser.parse(filter, Schemas.user(), new Warnings()), UserMapping.TABLE);
  }
}
