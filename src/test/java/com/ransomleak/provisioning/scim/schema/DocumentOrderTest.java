package com.ransomleak.provisioning.scim.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.scim.json.ScimJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Documents are stored in the order of the schema, whatever order the client sends. */
class DocumentOrderTest {
  private static final String ENTERPRISE = Schemas.ENTERPRISE_USER;

  @Test
  @DisplayName(
      "A user is printed in the order of its schemas, at every level, with meta at the end")
  void usersAreInTheOrderOfTheSchema() {
    assertEquals(
        """
        {"schemas":["%1$s"],"id":"42","externalId":"x","userName":"b\\"o: {b","name":{"familyName":"B","givenName":"A"},\
        "active":true,"emails":[{"value":"a@x","type":"work","primary":true},{"value":"b@x"}],"groups":[],\
        "%2$s":{"department":"R, \\\\","manager":{"value":"1","$ref":"r","displayName":"d"}},\
        "urn:x:y":{"z":1.50,"a":[null,{"c":{},"b":[]}]},"meta":{"resourceType":"User","version":"W/\\"1\\""}}\
        """
            .formatted(Schemas.CORE_USER, ENTERPRISE),
        print(
            """
            {"id":"42","meta":{"version": "W/\\"1\\"","resourceType":"User"}, "urn:x:y": {"z": 1.50, "a": [ null , {"c": { }, "b": [ ]} ]},
             "%2$s": {"manager": {"$ref": "r", "value": "1", "displayName": "d"}, "department": "R, \\\\"},
             "name": {"givenName": "A", "familyName": "B"}, "active": true, "groups": [],
             "emails": [{"type": "work", "value": "a@x", "primary": true}, {"value": "b@x"}],
             "schemas": ["%1$s"], "userName": "b\\"o: {b", "externalId": "x"}\
            """
                .formatted(Schemas.CORE_USER, ENTERPRISE)));
  }

  @Test
  @DisplayName("What is in order already is printed as it is")
  void orderedTextStays() {
    String ordered = "{\"schemas\":[],\"userName\":\"é\\u0001𝄞\",\"active\":false,\"meta\":{}}";
    assertEquals(ordered, print(ordered));
    assertEquals("{}", print(" { }"));
  }

  private static String print(String json) {
    return ScimJson.write(
        Schemas.user().ordered(ScimJson.parse(json.getBytes(StandardCharsets.UTF_8))));
  }
}
