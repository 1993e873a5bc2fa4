package com.ransomleak.provisioning.scim.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import com.ransomleak.provisioning.scim.schema.Schemas;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterMatcherTest {
  private static final JsonObject BOB =
      json(
          """
          {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",
              "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
           "id":"0198c0de-0000-7000-8000-00000000000b","externalId":"E-1","userName":"Bob@X",
           "name":{"familyName":"O'Malley"},"active":true,
           "emails":[{"value":"bob@x","type":"work","primary":true},{"value":"H@x","type":"home"}],
           "groups":[{"value":"g1","$ref":"https://a/scim/v2/Groups/g1","display":"Sales"}],
           "meta":{"resourceType":"User","created":"2026-01-01T00:00:00.000000Z"},
           "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Ops",
              "manager":{"value":"E-9","$ref":"https://a/scim/v2/Users/m1","displayName":"Ann"}}}
          """);

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // F-05: by caseExact
        "userName eq \"bOB@x\"                                      | true",
        "externalId eq \"E-1\"                                      | true",
        "externalId eq \"e-1\"                                      | false",
        // F-06
        "name pr                                                    | true",
        "emails pr                                                  | true",
        "title pr                                                   | false",
        "photos pr                                                  | false",
        "meta pr                                                    | true",
        // F-08, Dec-9
        "title ne \"x\"                                             | true",
        "not (title eq \"x\")                                       | true",
        "title eq \"x\"                                             | false",
        "title co \"\"                                              | false",
        "not (title co \"\")                                        | true",
        "emails ne \"bob@x\"                                        | true",
        "photos ne \"x\"                                            | true",
        // S-07: absent primary means false
        "emails.primary ne true                                     | true",
        "emails.primary eq false                                    | true",
        "emails[primary eq false and type eq \"home\"]              | true",
        "emails[primary ne false and type eq \"home\"]              | false",
        "emails[primary pr and type eq \"home\"]                    | false",
        "photos.primary eq false                                    | false",
        "photos.primary ne false                                    | true",
        // F-09, F-10
        "emails eq \"h@X\"                                          | true",
        "emails.type eq \"work\" and emails.value eq \"h@x\"        | true",
        "emails[type eq \"work\" and value eq \"h@x\"]              | false",
        "emails[type eq \"home\" and value eq \"h@x\"]              | true",
        "emails[not (type eq \"work\") and primary pr]              | false",
        "emails[type eq \"work\"].value eq \"BOB@x\"                | true",
        "not (emails[type eq \"other\"])                            | true",
        // F-13
        "userName gt \"bob\"                                        | true",
        "userName lt \"BOB@Y\"                                      | true",
        "userName ge \"bob@x\" and userName le \"bob@x\"            | true",
        // F-15
        "title eq null                                              | true",
        "userName ne null                                           | true",
        // F-16
        "userName co \"%\"                                          | false",
        "userName co \"B@\"                                         | true",
        "userName sw \"bob\"                                        | true",
        "userName ew \"@X\"                                         | true",
        "name.familyName eq \"o'malley\"                            | true",
        // F-18, F-19, F-20, F-27, Dec-23
        "department eq \"OPS\"                                      | true",
        "schemas eq \"urn:ietf:params:scim:schemas:core:2.0:User\"  | true",
        "schemas eq \"urn:x\"                                       | false",
        "groups.value eq \"g1\" and groups.display eq \"sales\"     | true",
        "manager eq \"E-9\"                                         | true",
        "manager eq \"e-9\"                                         | false",
        "manager eq \"m1\"                                          | true",
        "manager ne \"m1\"                                          | false",
        "manager ne \"m2\"                                          | true",
        "manager[value eq \"m1\"]                                   | true",
        "meta.resourceType eq \"User\"                              | true",
        // S-24
        "meta.created eq \"2026-01-01T01:00:00+01:00\"              | true",
        "meta.created gt \"2025-12-31T23:59:59.999999Z\"            | true",
        "meta.lastModified lt \"2030-01-01T00:00:00Z\"              | false",
        // OddText: half a character is in no text
        "userName co \"\\ud83d\"                                    | false",
        "userName eq \"bob@x\\u0000\"                               | false",
        "userName lt \"bob@x\\u0000\"                               | true",
      })
  void decides(String filter, boolean matches) {
    assertEquals(
        matches,
        FilterMatcher.matches(FilterParser.parse(filter, Schemas.user(), new Warnings()), BOB),
        filter);
  }

  @Test
  @DisplayName("M-05, S-07: one value of a multi-valued attribute by itself")
  void matchesOneElement() {
    Filter work =
        FilterParser.parseValueFilter(
            "primary ne false", AttributePath.of("emails"), Schemas.user(), new Warnings());
    assertTrue(FilterMatcher.matchesElement(work, BOB.getJsonArray("emails").get(0)));
    assertFalse(FilterMatcher.matchesElement(work, BOB.getJsonArray("emails").get(1)));
  }

  @Test
  @DisplayName("F-13: the order of strings is that of their code points")
  void ordersByCodePoint() {
    String beyondTheFirstPlane = "\uD83D\uDE00";
    String lastOfTheFirstPlane = "\uFF21";
    assertTrue(CodePoints.compare(lastOfTheFirstPlane, beyondTheFirstPlane) < 0);
    assertTrue(lastOfTheFirstPlane.compareTo(beyondTheFirstPlane) > 0);
    assertEquals(0, CodePoints.compare("a" + beyondTheFirstPlane, "a" + beyondTheFirstPlane));
    assertTrue(CodePoints.compare("a", "ab") < 0);
  }

  private static JsonObject json(String text) {
    return ScimJson.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
