package com.ransomleak.provisioning.quirks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DottedUrnTest {
  private static final ResourceType USER =
      SchemaRegistry.with(
              """
              [{"id":"urn:acme:user","name":"x","attributes":[{"name":"badge"}]},
               {"id":"urn:acme:user.v2","name":"y","attributes":[{"name":"badge"},
                 {"name":"keys","type":"complex","multiValued":true,"subAttributes":[{"name":"value"}]}]}]
              """)
          .user();

  @ParameterizedTest
  @CsvSource({
    "urn:acme:user.badge, urn:acme:user:badge",
    "urn:acme:user.v2:badge, urn:acme:user.v2:badge",
    "urn:acme:user.v2.badge, urn:acme:user.v2:badge",
    "urn:acme:user.v2:keys[value eq \"a\"], urn:acme:user.v2:keys[value eq \"a\"]",
    "urn:acme:user.v2, urn:acme:user.v2",
  })
  @DisplayName("M-08: a dot behind a URN is repaired, one inside of a URN is left alone")
  void dots(String sent, String understood) {
    JsonObject patch =
        ScimJson.object()
            .add(
                "Operations",
                ScimJson.array().add(ScimJson.object().add("op", "remove").add("path", sent)))
            .build();
    JsonObject request =
        ClientQuirks.normalisePatch(
            ScimJson.parse(ScimJson.write(patch).getBytes(StandardCharsets.UTF_8)),
            USER,
            new Warnings());
    assertEquals(understood, request.getJsonArray("Operations").getJsonObject(0).getString("path"));
  }
}
