package com.ransomleak.provisioning.scim.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which extension schemas a tenant may have. */
class ExtensionReaderTest {
  private static final String URN = "urn:acme:scim:2.0:User";

  @Test
  @DisplayName("S-03, D-10: what is not said has the defaults of the RFC, and all is described")
  void unstatedCharacteristicsHaveTheirDefaults() {
    SchemaRegistry schemas = of("{'name':'badge'}, {'name':'plan','type':'binary'}");
    Schema schema = schemas.schemas().get(3);
    assertEquals(URN, schema.id());
    Attribute badge = schema.attribute("BADGE").orElseThrow();
    assertEquals(Attribute.Type.STRING, badge.type());
    assertFalse(badge.required() || badge.multiValued() || badge.caseExact());
    assertTrue(schema.attribute("plan").orElseThrow().caseExact());
    assertEquals(
        List.of("urn:ietf:params:scim:schemas:core:2.0:Schema"),
        schema
            .json()
            .getJsonArray("schemas")
            .getValuesAs(s -> ((jakarta.json.JsonString) s).getString()));
    assertEquals(
        "none", schema.json().getJsonArray("attributes").getJsonObject(0).getString("uniqueness"));
    assertEquals(2, schemas.user().json().getJsonArray("schemaExtensions").size());
    assertEquals(0, schemas.group().json().getJsonArray("schemaExtensions").size());
    assertEquals(3, SchemaRegistry.STANDARD.schemas().size(), "nobody else has it");
  }

  @Test
  @DisplayName("F-20: an attribute's plain name leads to the core attribute before the extension's")
  void plainNamesMeanTheCore() {
    ResourceType user = of("{'name':'title'}, {'name':'badge'}").user();
    assertEquals(AttributePath.of("title"), user.path("title"));
    assertEquals(new AttributePath(URN, "title", null), user.path(URN + ":title"));
    assertEquals(new AttributePath(URN, "badge", null), user.path("badge"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "userName    |             | {'skills':[{'name':'a','level':1}]}",
        "skills.name |             | {'skills':[{'name':'a'}]}",
        "            | skills      | {'skills':[{'name':'a','level':1}],'other':'o'}",
        "            | skills.name | {'skills':[{'level':1}],'other':'o'}",
      })
  @DisplayName("A-02, A-03: what is always returned is returned whole, or in the parts asked for")
  void alwaysReturned(String attributes, String excluded, String expected) {
    ResourceType user =
        of("""
        {'name':'skills','type':'complex','multiValued':true,'returned':'always',
         'subAttributes':[{'name':'name'},{'name':'level','type':'integer'}]},{'name':'other'}\
        """)
            .user();
    JsonObject resource =
        json("{'userName':'u','" + URN + "':{'skills':[{'name':'a','level':1}],'other':'o'}}");
    JsonObject answer = AttributeSelection.of(attributes, excluded, user).apply(resource);
    assertEquals(json(expected), answer.getJsonObject(URN));
  }

  private static JsonObject json(String text) {
    return ScimJson.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @DisplayName("S-02, S-05: what could not be kept true is refused, by name and with a remedy")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'name':'a','type':'number'} | User:a has the type 'number' | decimal",
        "{'name':'a','type':'complex'} | User:a is complex | subAttributes",
        "{'name':'a','type':'complex','subAttributes':[{'name':'b','type':'complex'}]} | User:a.b"
            + " is complex inside | simple",
        "{'name':'a','subAttributes':[{'name':'b'}]} | User:a has subAttributes | complex",
        "{'name':'a','type':'complex','subAttributes':[{'name':'b','multiValued':true}]} | User:a.b"
            + " | one value",
        "{'name':'a','type':'complex','subAttributes':[{'name':'b','required':true}]} | User:a.b |"
            + " required",
        "{'name':'a','type':'complex','subAttributes':[{'name':'b'},{'name':'B'}]} | User:a.B is"
            + " defined twice | leave",
        "{'name':'a'},{'name':'A'} | User:A is defined twice | leave",
        "{'name':'1a'} | '1a' | letter",
        "{'name':'a.b'} | 'a.b' | letter",
        "{'name':'a?b'} | 'a?b' | letter",
        "{'name':'$ref'} | '$ref' | letter",
        "{} | An attribute of urn:acme:scim:2.0:User | letter",
        "{'name':'ID'} | User:ID | choose another",
        "{'name':'meta'} | User:meta | choose another",
        "{'name':'a','mutability':'readOnly'} | User:a has the mutability 'readOnly' | readWrite",
        "{'name':'a','uniqueness':'server'} | User:a has the uniqueness 'server' | none",
        "{'name':'a','returned':'never'} | User:a has the returned 'never' | always or default",
        "{'name':'a','multivalued':true} | User:a has 'multivalued' | correct",
        "{'name':'a','multiValued':'true'} | User:a | without quotes",
        "{'name':'a','x-maxLength':0} | User:a | 16384",
        "{'name':'a','canonicalValues':[1]} | User:a | texts",
        "{'name':'a','type':'complex','multiValued':true,'subAttributes':[{'name':'primary'}]} |"
            + " User:a.primary | boolean",
        "1 | An attribute of urn:acme:scim:2.0:User | object",
        "~~ | urn:acme:scim:2.0:User has no attributes | at least one",
      })
  void badAttributesAreRefused(String attributes, String named, String remedy) {
    assertRefused(schema(URN, attributes), named, remedy);
  }

  @ParameterizedTest
  @DisplayName("S-02: a URN is the customer's own, and means one thing")
  @CsvSource(
      delimiter = '|',
      value = {
        "urn:ietf:params:scim:schemas:core:2.0:User | reserved",
        "urn:ietf:params:scim:api:messages:2.0:PatchOp | reserved",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User | another name",
        "urn:ietf:params:scim:schemas:extension:ENTERPRISE:2.0:User | another name",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department | another name",
        "acme | urn:acme",
        "http://acme.example.com/User | urn:acme",
        "urn:acme:o\\u0027brien | urn:acme",
        "urn:acme:a?b | urn:acme"
      })
  void badUrnsAreRefused(String urn, String remedy) {
    assertRefused(schema(urn, "{'name':'a'}"), "", remedy);
  }

  @Test
  void aSchemaIsThereOnce() {
    String one = schema(URN, "{'name':'a'}");
    assertRefused(one + "," + one, URN, "another name");
    assertRefused(one + "," + schema(URN + ":a", "{'name':'b'}"), URN + ":a", "another name");
  }

  @Test
  void whatIsNoListOfSchemasIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> SchemaRegistry.with("[], \"more\": []"));
    assertThrows(IllegalArgumentException.class, () -> SchemaRegistry.with("[1]"));
    assertThrows(IllegalArgumentException.class, () -> SchemaRegistry.with("["));
    assertThrows(IllegalArgumentException.class, () -> SchemaRegistry.with(""));
    assertRefused(
        schema(URN, "{'name':'a'}").replace("'name':'x'", "'x-resourceType':'Device'"),
        URN,
        "Group or User");
  }

  private static void assertRefused(String schemas, String named, String remedy) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> SchemaRegistry.with(("[" + schemas + "]").replace('\'', '"')))
            .getMessage();
    assertTrue(message.contains(named) && message.contains(remedy), message);
  }

  private static SchemaRegistry of(String attributes) {
    return SchemaRegistry.with("[" + schema(URN, attributes).replace('\'', '"') + "]");
  }

  private static String schema(String urn, String attributes) {
    return "{'id':'"
        + urn
        + "','name':'x','attributes':["
        + (attributes == null ? "" : attributes)
        + "]}";
  }
}
