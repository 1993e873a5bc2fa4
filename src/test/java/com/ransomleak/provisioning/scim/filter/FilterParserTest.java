package com.ransomleak.provisioning.scim.filter;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.fixture.OddText;
import com.ransomleak.provisioning.fixture.RandomFilters;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.filter.Filter.And;
import com.ransomleak.provisioning.scim.filter.Filter.Comparison;
import com.ransomleak.provisioning.scim.filter.Filter.Or;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import com.ransomleak.provisioning.scim.schema.Schemas;
import jakarta.json.JsonString;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section F of the matrix: what is read, and what is refused with which words. */
class FilterParserTest {
  private static final String ENTERPRISE = Schemas.ENTERPRISE_USER + ":";

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("F-01, F-02, F-14, F-17, S-01: operators, precedence, values, names in any case")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "userName EQ \"a@x\"                  | userName eq \"a@x\"",
        "USERNAME eq \"a@x\"                  | userName eq \"a@x\"",
        "title PR AND nickName Pr             | title pr and nickName pr",
        "title pr Or nickName pr              | title pr or nickName pr",
        "Not(userName eq \"a\")               | not (userName eq \"a\")",
        "not  ( userName eq \"a\" )           | not (userName eq \"a\")",
        "((( title pr )))                     | title pr",
        "(title pr or locale pr) and id pr    | (title pr or locale pr) and id pr",
        "title pr or (locale pr and id pr)    | title pr or locale pr and id pr",
        "title eq \"a\\\"b\"                  | title eq \"a\\\"b\"",
        "title eq \"\\u00e9\"                 | title eq \"é\"",
        "title eq \"a and b) or [c\"          | title eq \"a and b) or [c\"",
        "title eq \"\\/\\t\"                  | title eq \"/\\t\"",
        "active eq true                       | active eq true",
        "name.FAMILYNAME co \"O'M\"           | name.familyName co \"O'M\"",
        "meta.resourceType eq \"User\"        | meta.resourceType eq \"User\"",
        "id gt \"0\"                          | id gt \"0\"",
        "groups.$ref ew \"/1\"                | groups.$ref ew \"/1\"",
      })
  void readsTheGrammar(String text, String canonical) {
    assertEquals(canonical, user(text).text());
  }

  @Test
  @DisplayName("F-02: a or b and c is a or (b and c)")
  void andBindsTighterThanOr() {
    Or or = assertInstanceOf(Or.class, user("title eq \"a\" or title eq \"b\" and title eq \"c\""));
    assertEquals(2, or.operands().size());
    assertInstanceOf(And.class, or.operands().get(1));
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("F-09, F-11, F-15, F-20, F-23, F-27, F-28, S-24: one tree for one meaning")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "emails co \"x\"                              | emails.value co \"x\"",
        "emails pr                                    | emails pr",
        "emails[type eq \"work\"]                     | emails[type eq \"work\"]",
        "emails[TYPE eq \"work\" and VALUE sw \"h\"]  | emails[type eq \"work\" and value sw"
            + " \"h\"]",
        "emails[type eq \"work\"].value eq \"a\"      | emails[type eq \"work\" and value eq"
            + " \"a\"]",
        "emails[not (type pr)].value pr               | emails[not (type pr) and value pr]",
        "emails[primary eq \"True\"]                  | emails[primary eq true]",
        "active eq \"FALSE\"                          | active eq false",
        "title eq null                                | not (title pr)",
        "title ne null                                | title pr",
        "emails eq null                               | not (emails pr)",
        "name[familyName eq \"x\"]                    | name pr and name.familyName eq \"x\"",
        "schemas eq \"urn:x\"                         | schemas eq \"urn:x\"",
        "groups eq \"1\"                              | groups.value eq \"1\"",
        "meta.created gt \"2026-01-01T02:00:00+02:00\"| "
            + "meta.created gt \"2026-01-01T00:00:00.000000Z\"",
      })
  void bringsDifferentSpellingsToOneTree(String text, String canonical) {
    assertEquals(canonical, user(text).text());
  }

  @Test
  @DisplayName("F-18, S-02: names with a URN, in any case, with dots in them")
  void readsNamesQualifiedByUrn() {
    assertEquals(
        ENTERPRISE + "department eq \"Ops\"",
        user("URN:ietf:params:scim:schemas:extension:ENTERPRISE:2.0:user:Department eq \"Ops\"")
            .text());
    assertEquals(
        "userName eq \"a@x\"",
        user("URN:IETF:params:scim:schemas:core:2.0:User:userName eq \"a@x\"").text());
    assertEquals(
        ENTERPRISE + "manager.value eq \"x\"",
        user(ENTERPRISE + "manager[value eq \"x\"]").text().replaceFirst(".* pr and ", ""));
  }

  @Test
  @DisplayName("F-19, F-20: what Entra asks for")
  void readsWhatEntraAsksFor() {
    assertEquals(
        "id eq \"g\" and members.value eq \"u\"",
        FilterParser.parse("id eq \"g\" and members eq \"u\"", Schemas.group(), new Warnings())
            .text());
    assertEquals(
        "members[value eq \"u\"]",
        FilterParser.parse("members[value eq \"u\"]", Schemas.group(), new Warnings()).text());
    assertEquals(
        "id eq \"u\" and " + ENTERPRISE + "manager.value eq \"m\"",
        user("id eq \"u\" and manager eq \"m\"").text());
  }

  @Test
  @DisplayName("F-14: escapes of JSON, also of characters no stored text can have")
  void resolvesJsonEscapes() {
    assertEquals("a\0b", stringIn("title eq \"a\\u0000b\""));
    assertEquals("\ud800", stringIn("title eq \"\\ud800\""));
    assertEquals("\"\\/\b\f\n\r\té", stringIn("title eq \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00E9\""));
  }

  private static String stringIn(String filter) {
    return ((JsonString) ((Comparison) user(filter)).value()).getString();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("F-03, F-12, F-13, F-14, F-21, F-25, F-28: refused as invalidFilter, with a remedy")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                       | is empty",
        "userName like \"x\"                      | 'like' for an operator; there are eq",
        "userName                                 | lacks an operator",
        "userName eq                              | lacks a value",
        "userName eq bob                          | 'bob'; put text in double quotes",
        "userName eq 'bob'                        | put text in double quotes",
        "userName sw J                            | put text in double quotes",
        "active eq True                           | true, false and null in lower case",
        "title eq -                               | '-'; put text in double quotes",
        "userName eq \"bob                        | does not end",
        "userName eq \"a\\x\"                     | unknown escape",
        "userName eq \"\\u00e\"                   | four hexadecimal digits",
        "userName eq \"a\" title pr               | goes on where \"and\", \"or\"",
        "userName eq \"a\" and                    | lacks the name of an attribute (at its end)",
        "and userName pr                          | no attribute 'and'",
        "(userName pr                             | closing ) (at its end)",
        "userName pr)                             | was not opened",
        "foo gt 1 or x                            | no attribute 'foo'",
        "usrName eq \"a\"                         | User has no attribute 'usrName'",
        "__proto__.x eq \"a\"                     | no attribute '__proto__.x'",
        "urn:x:User:userName eq \"a\"             | no attribute 'urn:x:User:userName'",
        "emails.foo eq \"a\"                      | no attribute 'emails.foo'",
        "emails[foo eq \"a\"]                     | emails has no attribute 'foo'",
        "emails[type eq \"a\"                     | closing ]",
        "emails[type eq \"a\"] eq \"b\"           | goes on where",
        "emails[type eq \"a\"].foo eq \"b\"       | no attribute 'foo'",
        "emails[value[type eq \"x\"]]             | brackets inside brackets",
        "userName[value eq \"x\"]                 | userName has no sub-attributes",
        "schemas[value eq \"x\"]                  | schemas has no sub-attributes",
        "name eq \"x\"                            | name cannot be compared as a whole; write a "
            + "sub-attribute, such as name.formatted",
        "addresses eq \"x\"                       | such as addresses.formatted",
        "meta eq \"x\"                            | such as meta.resourceType",
        "password sw \"a\"                        | password cannot be searched",
        "password pr                              | password cannot be searched",
        "active gt true                           | boolean and cannot be compared with gt",
        "active co \"t\"                          | boolean and cannot be compared with co",
        "x509Certificates.value co \"MI\"         | binary and cannot be compared with co",
        "x509Certificates gt \"MI\"               | binary and cannot be compared with gt",
        "meta.created sw \"2026\"                 | dateTime and cannot be compared with sw",
        "meta.created gt \"2026-01-01\"           | like \"2026-01-31T09:30:00Z\"",
        "meta.created gt 5                        | like \"2026-01-31T09:30:00Z\"",
        "active eq \"maybe\"                      | compare it with true or false",
        "active eq 1                              | compare it with true or false",
        "title eq 5                               | put the value in double quotes",
        "title eq true                            | put the value in double quotes",
        "title gt null                            | eq or ne, not with gt",
        "not title pr                             | no attribute 'not'",
        "title eq 1e999999999                     | '1e999999999'; put text in double quotes",
      })
  void refuses(String text, String words) {
    ScimException refusal = assertThrows(ScimException.class, () -> user(text));
    assertEquals(ScimType.INVALID_FILTER, refusal.type().orElseThrow());
    assertEquals(400, refusal.status());
    assertTrue(refusal.detail().contains(words), refusal.detail());
  }

  @Test
  @DisplayName("F-14: a raw control character is not JSON")
  void refusesRawControlCharacters() {
    assertThrows(ScimException.class, () -> user("title eq \"a\nb\""));
  }

  @Test
  @DisplayName("F-22, known bug 19: limits hold at once, without stack overflow")
  void refusesWhatIsTooLargeAtOnce() {
    assertTimeoutPreemptively(
        ofSeconds(2),
        () -> {
          refuses("(".repeat(10_000), "longer than 8192");
          refuses("(".repeat(8_000), "nested deeper than 32");
          refuses("not(".repeat(2_000), "nested deeper than 32");
          refuses("title pr and ".repeat(400) + "title pr", "more than 200 expressions");
          refuses("title eq \"" + "\\".repeat(8_000), "does not end");
        });
  }

  @Test
  @DisplayName("F-22: the limits themselves are allowed")
  void readsWhatIsJustNotTooLarge() {
    String deep = "(".repeat(32) + "title pr" + ")".repeat(32);
    assertEquals("title pr", user(deep).text());
    And and = (And) user("title pr and ".repeat(198) + "title pr");
    assertEquals(199, and.operands().size());
  }

  @ParameterizedTest
  @DisplayName("M-05: the text between the brackets of a path")
  @ValueSource(strings = {"type eq \"work\"", " TYPE eq \"work\" ", "(type eq \"work\")"})
  void readsAValueFilter(String text) {
    Filter filter =
        FilterParser.parseValueFilter(
            text, AttributePath.of("emails"), Schemas.user(), new Warnings());
    assertEquals("emails.type eq \"work\"", filter.text());
  }

  @Test
  @DisplayName("F-12: between the brackets there are sub-attributes and nothing else")
  void refusesForeignNamesInAValueFilter() {
    AttributePath emails = AttributePath.of("emails");
    for (String text : new String[] {"userName pr", "emails.type pr", "type[value pr]", ""}) {
      assertThrows(
          ScimException.class,
          () -> FilterParser.parseValueFilter(text, emails, Schemas.user(), new Warnings()),
          text);
    }
    assertThrows(
        ScimException.class,
        () ->
            FilterParser.parseValueFilter(
                "value pr", AttributePath.of("title"), Schemas.user(), new Warnings()));
  }

  @Test
  @DisplayName("F-22: what a filter prints is the same filter; 5,000 random ones")
  void printedFiltersReadBackEqual() {
    long seed = System.nanoTime();
    for (ResourceType type : SchemaRegistry.STANDARD.resourceTypes()) {
      RandomFilters filters = new RandomFilters(seed, type, OddText.ALL);
      for (int i = 0; i < 2_500; i++) {
        Filter filter = filters.next();
        Filter read = FilterParser.parse(filter.text(), type, new Warnings());
        assertEquals(filter, read, () -> "seed " + seed);
        assertEquals(filter.text(), read.text(), () -> "seed " + seed);
      }
    }
  }

  private static Filter user(String text) {
    return FilterParser.parse(text, Schemas.user(), new Warnings());
  }
}
