package com.ransomleak.provisioning.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import java.util.Collections;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Members selected by more than their value, which no identity provider pushes. */
class MemberFiltersIT {
  private final ScimClient client = ScimClient.of("acme");
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("M-24: a filter of several conditions removes whom all of them are true for")
  void conjunctions() {
    String ada = shown(name + "-ada");
    String bob = shown(name + "-bob");
    String group = "/Groups/" + client.group(name, ada, bob);
    client
        .patch(group, remove("type eq \\\"Group\\\" and value eq \\\"" + ada + "\\\""))
        .expect(204);
    assertEquals(2, members(group));
    client
        .patch(
            group,
            remove("display sw \\\"" + name + "-a\\\" and not (value eq \\\"" + bob + "\\\")")
                + ","
                + remove("value eq \\\"" + bob + "\\\" and display co \\\"-ada\\\""))
        .expect(204);
    assertEquals(bob, client.get(group).text("/members/0/value"));
    assertEquals(1, members(group));
    client
        .patch(group, remove("type eq \\\"User\\\" and value eq \\\"" + bob + "\\\""))
        .expect(204);
    assertEquals(null, client.get(group).value("/members/0"));
  }

  @Test
  @DisplayName("M-24: a filter on $ref selects the member whose $ref it is, as responses show it")
  void references() {
    String ada = client.user(name + "-ada");
    String bob = client.user(name + "-bob");
    String group = "/Groups/" + client.group(name, ada, bob);
    String reference = client.get(group).text("/members/0/$ref");
    String first = client.get(group).text("/members/0/value");
    client.patch(group, remove("$ref ne \\\"" + reference + "\\\"")).expect(204);
    assertEquals(first, client.get(group).text("/members/0/value"));
    assertEquals(1, members(group));
    client.patch(group, remove("$ref eq \\\"" + reference + "x\\\"")).expect(204);
    assertEquals(1, members(group));
    client.patch(group, remove("$ref eq \\\"" + reference + "\\\"")).expect(204);
    assertEquals(null, client.get(group).value("/members/0"));
  }

  @Test
  @DisplayName("N-07: operations times members have a bound, and beyond it nothing happens")
  void tooMuchToLookAt() {
    String[] people = new String[50];
    for (int i = 0; i < people.length; i++) {
      people[i] = client.user(name + "-" + i);
    }
    String group = "/Groups/" + client.group(name + "-all", people);
    String nobody = remove("display eq \\\"nobody\\\"");
    ScimAnswer refused =
        client.patch(group, String.join(",", Collections.nCopies(4_001, nobody))).expect(413);
    assertTrue(refused.detail().contains("name members by value"), refused::toString);
    client.patch(group, String.join(",", Collections.nCopies(100, nobody))).expect(204);
    assertEquals(50, members(group));
  }

  /** A user whose userName is the display name as well. */
  private String shown(String userName) {
    String more = ",\"displayName\":\"" + userName + "\"";
    return client.post("/Users", ScimClient.userBody(userName, more)).expect(201).id();
  }

  private int members(String group) {
    return client.get(group).expect(200).value("/members").asJsonArray().size();
  }

  private static String remove(String filter) {
    return "{\"op\":\"remove\",\"path\":\"members[" + filter + "]\"}";
  }
}
