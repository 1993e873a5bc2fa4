package com.ransomleak.provisioning.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Okta's published SCIM test suite (Okta-SCIM-20-SPEC-Test): its requests, headers and twelve
 * assertions. It has its own tenant, because it reads the first user of the list.
 */
@TestTenant("initech")
@TestTenant(value = "raviga", settings = "first-administrator=monica.hall@example.com")
class OktaAcceptanceIT {
  private static final String LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
  private static final String ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";
  private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";

  private final String name = "Runscope" + ScimClient.unique();
  private final String mixedCase = name + "Xx@AtKo.com";
  private final ScimClient okta =
      ScimClient.of("initech")
          .with("Accept", "application/scim+json")
          .with("Accept-Charset", "utf-8")
          .with("Content-Type", "application/scim+json; charset=utf-8")
          .with("User-Agent", "OKTA SCIM Integration");

  @BeforeEach
  void atLeastOneUserExists() {
    okta.user(ScimClient.unique());
  }

  @Test
  @DisplayName("SPEC 1, 2: the first user is complete, in the list and by its id")
  void theFirstUserIsComplete() {
    ScimAnswer list = okta.get("/Users?count=1&startIndex=1").expect(200);
    assertListResponse(list);
    List.of("itemsPerPage", "startIndex", "totalResults")
        .forEach(
            counter ->
                assertEquals(
                    JsonValue.ValueType.NUMBER, list.json().get(counter).getValueType(), counter));
    JsonObject first = list.json().getJsonArray("Resources").getJsonObject(0);
    assertComplete(first);

    JsonObject again = okta.get("/Users/" + first.getString("id")).expect(200).json();
    assertComplete(again);
    assertEquals(first.getString("id"), again.getString("id"));
  }

  @Test
  @DisplayName("SPEC 1, 2: so is the first administrator, whom the settings name")
  void theConfiguredAdministratorIsComplete() {
    JsonObject first =
        ScimClient.of("raviga")
            .get("/Users?count=1&startIndex=1")
            .expect(200)
            .json()
            .getJsonArray("Resources")
            .getJsonObject(0);
    assertComplete(first);
    assertEquals("monica.hall@example.com", first.getString("userName"));
    assertEquals("Monica", first.getJsonObject("name").getString("givenName"));
    assertEquals("Hall", first.getJsonObject("name").getString("familyName"));
  }

  @Test
  @DisplayName("SPEC 3, 5: a userName nobody has is an empty list")
  void anUnknownUserNameIsAnEmptyList() {
    for (String unknown : List.of("abcdefgh@atko.com", mixedCase)) {
      ScimAnswer list = lookup(unknown).expect(200);
      assertListResponse(list);
      assertEquals(0, list.total());
    }
  }

  @Test
  @DisplayName("SPEC 4, 12: ids that are none are 404 with detail, status and schema")
  void anUnknownIdIsNotFound() {
    for (String id : List.of("010101001010101011001010101011", "00919288221112222")) {
      assertError(okta.get("/Users/" + id).expect(404), "404");
    }
  }

  @Test
  @DisplayName("SPEC 6 to 9: create without externalId, read, create again, look up in capitals")
  void aUserIsCreatedOnceAndKeepsItsSpelling() {
    ScimClient poster =
        okta.with("Content-Type", "application/json")
            .with("Accept", "application/scim+json; charset=utf-8");
    String body =
        """
        {"schemas":["%s"],"userName":"%s","name":{"givenName":"%s","familyName":"Xxxxxxxxx"},
         "emails":[{"primary":true,"value":"%2$s","type":"work"}],"displayName":"%3$s Xxxxxxxxx",
         "active":true}\
        """
            .formatted(USER, mixedCase, name);

    ScimAnswer created = poster.post("/Users", body).expect(201);
    assertTrue(created.json().getBoolean("active"));
    assertFalse(created.id().isEmpty());
    assertTrue(created.json().getJsonArray("schemas").toString().contains(USER));
    assertSpelling(created);

    assertSpelling(okta.get("/Users/" + created.id()).expect(200));
    poster.post("/Users", body).expect(409);
    assertEquals(1, lookup(mixedCase.toUpperCase(Locale.ROOT)).expect(200).total());
  }

  @Test
  @DisplayName("SPEC 10: groups are listed in less than 600 ms")
  void groupsAreListedQuickly() {
    okta.get("/Groups");
    ScimAnswer list = okta.get("/Groups").expect(200);
    assertTrue(list.total() >= 1);
    assertFalse(list.json().getJsonArray("Resources").isEmpty());
    assertTrue(list.took().compareTo(Duration.ofMillis(600)) < 0, () -> "took " + list.took());
  }

  @Test
  @DisplayName("SPEC 11: a token without scheme that is none is 401 with detail, status and schema")
  void aWrongTokenIsUnauthorized() {
    ScimClient stranger = okta.with("Authorization", "non-token");
    assertError(stranger.get("/Users?filter=userName eq \"" + mixedCase + "\"").expect(401), "401");
  }

  private ScimAnswer lookup(String userName) {
    return okta.get("/Users?filter=userName eq \"" + userName + "\"");
  }

  private void assertSpelling(ScimAnswer user) {
    assertEquals(mixedCase, user.text("/userName"));
    assertEquals(name, user.text("/name/givenName"));
    assertEquals("Xxxxxxxxx", user.text("/name/familyName"));
  }

  private static void assertComplete(JsonObject user) {
    assertFalse(user.getString("id").isEmpty());
    assertFalse(user.getString("userName").isEmpty());
    assertFalse(user.getJsonObject("name").getString("familyName").isEmpty());
    assertFalse(user.getJsonObject("name").getString("givenName").isEmpty());
    assertFalse(user.getJsonArray("emails").getJsonObject(0).getString("value").isEmpty());
    assertTrue(user.containsKey("active"));
  }

  private static void assertListResponse(ScimAnswer answer) {
    assertTrue(answer.json().getJsonArray("schemas").toString().contains(LIST));
  }

  private static void assertError(ScimAnswer answer, String status) {
    assertFalse(answer.detail().isEmpty());
    assertTrue(answer.json().getJsonArray("schemas").toString().contains(ERROR));
    // Loosely, as Okta compares: a number would do, too.
    assertEquals(status, answer.json().get("status").toString().replace("\"", ""));
  }
}
