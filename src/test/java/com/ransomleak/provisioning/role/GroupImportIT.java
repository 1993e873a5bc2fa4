package com.ransomleak.provisioning.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Okta imports page by page, in a tenant with 250 people and more. */
@TestTenant("umbrella")
class GroupImportIT {
  private static final int PEOPLE = 250;
  private static final ScimClient CLIENT = ScimClient.of("umbrella");
  private static final Set<String> CREATED = new HashSet<>();

  @BeforeAll
  static void people() {
    for (int i = 0; i < PEOPLE; i++) {
      CREATED.add(CLIENT.user(ScimClient.unique()));
    }
  }

  @Test
  @DisplayName("Known bug 12, Q-08: pages of 100 hold everybody once, with the total in each")
  void pagesHoldEverybodyOnce() {
    List<String> seen = new ArrayList<>();
    int total = CLIENT.get("/Users?count=0").total();
    for (int start = 1; start <= total; start += 100) {
      ScimAnswer page = CLIENT.get("/Users?startIndex=" + start + "&count=100").expect(200);
      List<String> ids = ids(page);
      assertEquals(total, page.total());
      assertEquals(start, page.json().getInt("startIndex"));
      assertEquals(ids.size(), page.json().getInt("itemsPerPage"));
      seen.addAll(ids);
    }
    assertEquals(total, seen.size());
    assertEquals(total, Set.copyOf(seen).size(), "nobody twice");
    assertTrue(seen.containsAll(CREATED));
  }

  @Test
  @DisplayName("Q-08: who was there at the start is in the pages although others come meanwhile")
  void nobodyIsSkippedWhileOthersCome() {
    Set<String> seen = new HashSet<>();
    int start = 1;
    ScimAnswer page;
    do {
      page = CLIENT.get("/Users?startIndex=" + start + "&count=50").expect(200);
      seen.addAll(ids(page));
      CLIENT.user(ScimClient.unique());
      start += 50;
    } while (start <= page.total());
    assertTrue(seen.containsAll(CREATED));
  }

  @Test
  @DisplayName("G-06: a page has 100 when nothing is said, and 200 when 200 are asked for")
  void thePageSize() {
    assertEquals(100, ids(CLIENT.get("/Users")).size());
    assertEquals(200, ids(CLIENT.get("/Users?count=200")).size());
    assertTrue(ids(CLIENT.get("/Users?count=100000")).size() <= 1000);
  }

  @Test
  @DisplayName("F-19, G-08: filtered pages hold every match once, with the total of the matches")
  void filteredPages() {
    Set<String> seen = new HashSet<>();
    String filter = "/Users?filter=active eq true and userName pr&count=100&startIndex=";
    int total = CLIENT.get(filter + "1").total();
    for (int start = 1; start <= total; start += 100) {
      seen.addAll(ids(CLIENT.get(filter + start).expect(200)));
    }
    assertEquals(total, seen.size());
    assertFalse(total < PEOPLE);
  }

  @Test
  @DisplayName("1.8: groups page by page, with their members")
  void groupsPageByPage() {
    String member = CREATED.iterator().next();
    String group = CLIENT.group(ScimClient.unique(), member);
    int total = CLIENT.get("/Groups?count=0").total();
    Set<String> seen = new HashSet<>();
    for (int start = 1; start <= total; start++) {
      ScimAnswer page = CLIENT.get("/Groups?startIndex=" + start + "&count=1").expect(200);
      seen.addAll(ids(page));
      if (ids(page).contains(group)) {
        assertEquals(member, page.text("/Resources/0/members/0/value"));
      }
    }
    assertTrue(seen.contains(group));
    assertEquals(total, seen.size());
  }

  private static List<String> ids(ScimAnswer page) {
    return page
        .expect(200)
        .json()
        .getJsonArray("Resources")
        .getValuesAs(JsonValue::asJsonObject)
        .stream()
        .map(resource -> resource.getString("id"))
        .toList();
  }
}
