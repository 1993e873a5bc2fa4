package com.ransomleak.provisioning.scim.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.fixture.Extensions;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** PATCH of a person whose extension data came before its schema, and does not suit it. */
class StoredBeforeItsSchemaTest {
  private static final ResourceType USER = Extensions.catalogue().user();
  private static final String PLANT = "urn:example:params:scim:schemas:extension:plant:2.0:User";

  @Test
  @DisplayName("Dec-7, S-22: what a schema requires by now keeps nobody from being deactivated")
  void whatIsNotSpokenOfStaysAsItIs() {
    JsonObject after =
        patch(
            "{'userName':'bob','active':true,'%s':{'shift':7,'odd':1}}",
            "{'op':'replace','path':'active','value':false}");
    assertEquals(json("{'shift':7,'odd':1}"), after.getJsonObject(PLANT));
    assertEquals("false", after.get("active").toString());
  }

  @Test
  @DisplayName("S-22: but who is given data of it is given what it requires")
  void whatIsSpokenOfIsChecked() {
    ScimException refusal =
        assertThrows(
            ScimException.class,
            () ->
                patch(
                    "{'userName':'bob','%s':{'shift':'late'}}",
                    "{'op':'replace','path':'shift','value':'early'}"));
    assertTrue(refusal.detail().contains(PLANT + ":badge is required"), refusal.detail());
  }

  @Test
  @DisplayName("M-34, M-36: values of another shape give way to those that suit the schema")
  void valuesOfAnotherShapeGiveWay() {
    JsonObject after =
        patch(
            "{'userName':'bob','%s':{'badge':1,'skills':['Welding',7],'gate':'North','scores':{'a':1}}}",
            "{'op':'replace','path':'skills[type eq \\\"metal\\\"].level','value':2},"
                + "{'op':'add','path':'gate.name','value':'South'},"
                + "{'op':'add','path':'scores','value':3}");
    assertEquals(
        json(
            "{'badge':1,'skills':[{'type':'metal','level':2}],'gate':{'name':'South'},'scores':[3]}"),
        after.getJsonObject(PLANT));
  }

  @Test
  @DisplayName("S-02: data under another spelling of the URN is the schema's")
  void theUrnHasOneSpelling() {
    JsonObject after =
        patch(
            "{'userName':'bob','%s':{'badge':1}}"
                .replace("%s", PLANT.replace("urn:example", "URN:Example")),
            "{'op':'add','path':'shift','value':'late'}");
    assertEquals(json("{'badge':1,'shift':'late'}"), after.getJsonObject(PLANT));
    assertEquals(3, after.size());
  }

  private static JsonObject patch(String document, String operations) {
    JsonObject body =
        json("{'schemas':['" + PatchRequest.URN + "'],'Operations':[" + operations + "]}");
    Warnings warnings = new Warnings();
    return Patcher.apply(
        json(document.replace("%s", PLANT)),
        "42",
        PatchRequest.parse(body, USER, warnings),
        USER,
        warnings);
  }

  private static JsonObject json(String text) {
    return ScimJson.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
