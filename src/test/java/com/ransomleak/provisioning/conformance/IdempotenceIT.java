package com.ransomleak.provisioning.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.fixture.OddText;
import com.ransomleak.provisioning.fixture.RandomResources;
import com.ransomleak.provisioning.scim.schema.Schemas;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Saying the same again changes nothing, whatever odd things a person is made of. */
class IdempotenceIT {
  private static final ScimClient CLIENT = ScimClient.of("globex");
  private static final int PEOPLE = 60;

  private final long seed = System.nanoTime();
  private final RandomResources resources = new RandomResources(seed, OddText.STORABLE);
  private final Random random = new Random(seed);

  @Test
  @DisplayName("W-04, V-06: PUT of what GET answers changes nothing, version and time included")
  void puttingBackWhatWasReadChangesNothing() {
    for (int i = 0; i < PEOPLE; i++) {
      String path = "/Users/" + person();
      ScimAnswer read = CLIENT.get(path).expect(200);
      ScimAnswer put = CLIENT.put(path, read.json().toString()).expect(200);
      assertSame(read, put);
      assertSame(read, CLIENT.get(path));
    }
  }

  @Test
  @DisplayName("M-20, M-31, M-32: a PATCH that replaces, sent twice, is as if sent once")
  void replacingTwiceIsReplacingOnce() {
    for (int i = 0; i < PEOPLE; i++) {
      String path = "/Users/" + person();
      String operation = "{\"op\":\"replace\",\"value\":" + named(random.nextInt(3)) + "}";
      ScimAnswer once = CLIENT.patch(path, operation).expect(200);
      ScimAnswer twice = CLIENT.patch(path, operation).expect(200);
      assertSame(once, twice);
    }
  }

  @Test
  @DisplayName("W-02: a PUT leaves of the former document what it says, and nothing else")
  void aPutAnswersWhatAPostOfTheSameWould() {
    for (int i = 0; i < PEOPLE; i++) {
      JsonObject document = named(0);
      String created = CLIENT.post("/Users", document.toString()).expect(201).id();
      JsonObject fresh = CLIENT.get("/Users/" + created).expect(200).json();
      CLIENT.delete("/Users/" + created).expect(204);
      ScimAnswer put = CLIENT.put("/Users/" + person(), document.toString()).expect(200);
      assertEquals(own(fresh), own(put.json()), this::seed);
    }
  }

  private String person() {
    return CLIENT.post("/Users", named(0).toString()).expect(201).id();
  }

  /** A random user with a name of its own, who waits for a manager who never comes. */
  private JsonObject named(int without) {
    JsonObject odd = resources.document(Schemas.user());
    JsonObjectBuilder document = Json.createObjectBuilder(odd);
    String unique = ScimClient.unique();
    JsonObject enterprise = odd.getJsonObject(Schemas.ENTERPRISE_USER);
    if (enterprise != null && enterprise.containsKey("manager")) {
      JsonObject manager = Json.createObjectBuilder().add("value", "boss of " + unique).build();
      document.add(
          Schemas.ENTERPRISE_USER,
          Json.createObjectBuilder(enterprise).add("manager", manager).build());
    }
    document.add("userName", unique).add("externalId", unique);
    if (without > 0) {
      document.remove(without == 1 ? "emails" : Schemas.ENTERPRISE_USER);
    }
    return document.build();
  }

  private void assertSame(ScimAnswer expected, ScimAnswer actual) {
    assertEquals(expected.json(), actual.json(), this::seed);
    assertEquals(expected.etag(), actual.etag(), this::seed);
  }

  /** What the client said, without what the server adds. */
  private static JsonObject own(JsonObject resource) {
    return Json.createObjectBuilder(resource).remove("id").remove("meta").build();
  }

  private String seed() {
    return "seed " + seed;
  }
}
