package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.store.Representation.Kind;
import com.ransomleak.provisioning.store.ResourceRow.Link;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RepresentationTest {
  private static final String BASE = "https://acme.example.com/scim/v2";
  private static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final UUID OTHER = UUID.fromString("00000000-0000-7000-8000-000000000002");
  private static final OffsetDateTime CREATED = OffsetDateTime.parse("2026-01-02T03:04:05.000607Z");
  private static final OffsetDateTime CHANGED = OffsetDateTime.parse("2026-11-12T00:30:00+01:00");
  private static final String META =
      "'meta':{'resourceType':'%s','created':'2026-01-02T03:04:05.000607Z','lastModified':'2026-11-11T23:30:00.000000Z','location':'"
          + BASE
          + "/%ss/"
          + ID
          + "','version':'W/\\'7\\''}";

  @Test
  @DisplayName("A user has id, groups, the manager's address and meta where the schemas list them")
  void composesAUser() {
    ResourceRow row =
        row(
            "{'schemas':['a','b'],'userName':'}\\',\\\\','active':true,'name':{'givenName':'{['},"
                + "'entitlements':[{'value':'x'}],'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':"
                + "{'costCenter':'manager','manager':{'value':'e7'}},'urn:x':{'manager':{'value':'1'}}}",
            List.of(new Link(OTHER, "A \"B\" \\ C\n\u00e9")),
            new Link(OTHER, "Boss"));
    assertEquals(
        json(
            "{'schemas':['a','b'],'id':'"
                + ID
                + "','userName':'}\\',\\\\','active':true,'name':{'givenName':'{['},'groups':[{'value':'"
                + OTHER
                + "','$ref':'"
                + BASE
                + "/Groups/"
                + OTHER
                + "','display':'A \\'B\\' \\\\"
                + " C\\u000a\u00e9','type':'direct'}],'entitlements':[{'value':'x'}],"
                + "'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':"
                + "{'costCenter':'manager','manager':{'value':'e7','$ref':'"
                + BASE
                + "/Users/"
                + OTHER
                + "','displayName':'Boss'}},'urn:x':{'manager':{'value':'1'}},"
                + META.formatted("User", "User")
                + "}"),
        parsed(Representation.of(Kind.USER, BASE, row)));
  }

  @Test
  @DisplayName("Without links and manager nothing but id and meta is added")
  void addsNoEmptyAttributes() {
    ResourceRow row = row("{'userName': 'bob', 'x': [1, 2.5e3, null]}", List.of(), null);
    assertEquals(
        json(
            "{'id':'"
                + ID
                + "','userName': 'bob','x': [1, 2.5e3, null],"
                + META.formatted("User", "User")
                + "}"),
        parsed(Representation.of(Kind.USER, BASE, row)));
  }

  @Test
  @DisplayName("A large group is the same as a small one, in parts")
  void composesAGroupInParts() {
    String document = "{'schemas':['a'],'displayName':'Sales','urn:x':{'y':1}}";
    List<Link> members = List.of(new Link(ID, "A"), new Link(OTHER, "B"));
    StoredResource whole = Representation.of(Kind.GROUP, BASE, row(document, members, null));
    ResourceRow large =
        new ResourceRow(ID, 7, CREATED, CHANGED, json(document), List.of(), true, null);
    assertNull(Representation.of(Kind.GROUP, BASE, large).json());
    Representation.AroundMembers around = Representation.aroundMembers(BASE, large);
    assertEquals(
        parsed(whole),
        around.head()
            + "\"members\":["
            + Representation.members(BASE, members.subList(0, 1))
            + ","
            + Representation.members(BASE, members.subList(1, 2))
            + "],"
            + around.tail());
    assertEquals(json("{'schemas':['a'],'id':'" + ID + "','displayName':'Sales',"), around.head());
  }

  /** The text, which is valid JSON. */
  private static String parsed(StoredResource resource) {
    ScimJson.parse(resource.json().getBytes(StandardCharsets.UTF_8));
    return resource.json();
  }

  private static ResourceRow row(String document, List<Link> links, Link manager) {
    return new ResourceRow(ID, 7, CREATED, CHANGED, json(document), links, false, manager);
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
