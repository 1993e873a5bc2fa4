package com.ransomleak.provisioning.role;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The finding "Unknown members pushed into roles", in a tenant of its own. */
@TestTenant("hooli2")
class UnknownMembersIT {
  private static final String TENANT = "hooli2";

  private final ScimClient client = ScimClient.of(TENANT);
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("B8: the finding about unknown members exists only while its cause does")
  void theFindingEndsWithItsCause() {
    long before = unknown();
    String deleted = client.user(name);
    String stays = client.user(name + "-stays");
    client.delete("/Users/" + deleted).expect(204);
    String group = "/Groups/" + client.group(name, stays, deleted);
    assertEquals(before + 1, unknown(), "pushed");

    client.patch(
        group, "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + deleted + "\\\"]\"}");
    assertEquals(before, unknown(), "removed by its id");

    client.patch(group, add(deleted)).expect(204);
    assertEquals(before + 1, unknown(), "pushed again");
    client.patch(group, replace(stays)).expect(204);
    assertEquals(before, unknown(), "the group was pushed without it");

    client.patch(group, add(deleted)).expect(204);
    client.put(group, ScimClient.groupBody(name, stays, deleted)).expect(200);
    assertEquals(before + 1, unknown(), "in a PUT");
    client.put(group, ScimClient.groupBody(name, stays)).expect(200);
    assertEquals(before, unknown(), "not in the next PUT");

    client.patch(group, add(deleted)).expect(204);
    String again = client.user(name);
    assertEquals(before + 1, unknown(), "the person is there, but not in the group");
    client.patch(group, add(again)).expect(204);
    assertEquals(before, unknown(), "the person was pushed with the new id");

    client.patch("/Users/" + again, rename(name + "-renamed"));
    assertEquals(before, unknown(), "the person was renamed");
    client.patch(group, replace(stays)).expect(204);
    assertEquals(before, unknown(), "the person left the group");
    client.delete("/Users/" + again).expect(204);
    assertEquals(before, unknown(), "the person was deleted again");

    client.patch(group, add("unknown-" + name)).expect(204);
    assertEquals(before + 1, unknown(), "a name in place of an id");
    client.patch(group, "{\"op\":\"remove\",\"path\":\"members\"}").expect(204);
    assertEquals(before, unknown(), "all members were removed");

    client.patch(group, add("unknown-" + name)).expect(204);
    client.delete(group).expect(204);
    assertEquals(before, unknown(), "the group was deleted");
  }

  @Test
  @DisplayName("B8: a person who was created anew is recognised by the externalId, too")
  void theExternalIdTellsWhoItIs() {
    long before = unknown();
    String person = ScimClient.userBody(name, ",\"externalId\":\"e-" + name + "\"");
    String deleted = client.post("/Users", person).expect(201).id();
    client.delete("/Users/" + deleted).expect(204);
    String group = "/Groups/" + client.group(name, deleted);
    assertEquals(before + 1, unknown(), "pushed");
    String renamed = ScimClient.userBody(name + "-new", ",\"externalId\":\"e-" + name + "\"");
    client.patch(group, add(client.post("/Users", renamed).expect(201).id())).expect(204);
    assertEquals(before, unknown(), "the person was pushed with the new id");
    client.patch(group, "{\"op\":\"remove\",\"path\":\"members\"}").expect(204);
    assertEquals(before, unknown(), "the person left the group");
  }

  @Test
  @DisplayName("An unknown member longer than 256 characters is kept without a half character")
  void longNames() {
    long before = unknown();
    String group = "/Groups/" + client.group(name);
    String member = "m".repeat(255) + "😀".repeat(2);
    client.patch(group, add(member)).expect(204);
    assertEquals(before + 1, unknown(), "pushed");
    client.patch(
        group, "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + member + "\\\"]\"}");
    assertEquals(before, unknown(), "removed");
  }

  private static String rename(String userName) {
    return "{\"op\":\"replace\",\"path\":\"userName\",\"value\":\"" + userName + "\"}";
  }

  private static long unknown() {
    return ApiClient.of(TENANT)
        .get("/overview")
        .expect(200)
        .json()
        .getJsonObject("findings")
        .getInt("unknownMembers");
  }

  private static String add(String id) {
    return "{\"op\":\"add\",\"path\":\"members\",\"value\":" + ScimClient.memberList(id) + "}";
  }

  private static String replace(String id) {
    return "{\"op\":\"replace\",\"path\":\"members\",\"value\":" + ScimClient.memberList(id) + "}";
  }
}
