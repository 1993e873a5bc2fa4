package com.ransomleak.provisioning.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes and goes during a walk, it shows every one who stays exactly once. */
class CursorIT {
  private static final ScimClient CLIENT = ScimClient.of("acme");
  private static final int PEOPLE = 60;
  private static final List<String> TITLES = List.of("", "a", "B", "c", "ä", "😀", "B");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final String crowd = ScimClient.unique();
  private final List<String> present = new ArrayList<>();

  @BeforeEach
  void people() {
    for (int i = 0; i < PEOPLE; i++) {
      present.add(person());
    }
  }

  @ParameterizedTest(name = "with {0}")
  @ValueSource(
      strings = {
        "",
        "&sortBy=title",
        "&sortBy=title&sortOrder=descending",
        "&sortBy=emails&sortOrder=descending",
        "&sortBy=active",
        "&sortBy=meta.created&sortOrder=descending",
        "&sortBy=id&sortOrder=descending",
        "&sortBy=urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"
      })
  @DisplayName("K-02, K-12: a walk by cursor shows every one who stays exactly once")
  void everyoneWhoStaysIsSeenOnce(String order) {
    walk("/Users", order);
  }

  @ParameterizedTest(name = "with {0}")
  @ValueSource(strings = {"", "&sortBy=externalId", "&sortBy=meta.lastModified"})
  @DisplayName("K-12, Q-04: so does a walk over users and groups")
  void everyoneWhoStaysIsSeenOnceAtTheRoot(String order) {
    walk("/", order);
  }

  private void walk(String endpoint, String order) {
    Set<String> staying = new HashSet<>(present);
    List<String> seen = new ArrayList<>();
    String query =
        "%s?filter=externalId sw \"%s\"&count=%d%s&attributes=title&cursor="
            .formatted(endpoint, crowd, random.nextInt(1, 20), order);
    String cursor = "";
    int pages = 0;
    do {
      ScimAnswer page = CLIENT.get(query + cursor).expect(200);
      page.json()
          .getJsonArray("Resources")
          .getValuesAs(JsonValue::asJsonObject)
          .forEach(resource -> seen.add(resource.getString("id")));
      cursor = page.json().getString("nextCursor", null);
      assertTrue(++pages < 1_000, "the walk ends");
      change(staying);
    } while (cursor != null);
    Set<String> once = new HashSet<>(seen);
    assertEquals(once.size(), seen.size(), () -> "seed " + seed + ": twice in " + seen);
    staying.removeAll(once);
    assertEquals(Set.of(), staying, () -> "seed " + seed + ": never seen");
  }

  /** Somebody comes, somebody goes: often whoever the cursor stands at. */
  private void change(Set<String> staying) {
    if (random.nextBoolean()) {
      person();
    }
    if (random.nextBoolean() && !present.isEmpty()) {
      String gone = present.remove(random.nextInt(present.size()));
      staying.remove(gone);
      CLIENT.delete("/Users/" + gone).expect(204);
    }
  }

  private String person() {
    String name = ScimClient.unique();
    String more =
        """
        ,"externalId":"%s-%s","title":"%s","active":%s,
         "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"%s"}\
        """
            .formatted(
                crowd,
                name,
                TITLES.get(random.nextInt(TITLES.size())),
                random.nextBoolean(),
                TITLES.get(random.nextInt(TITLES.size())));
    return CLIENT.post("/Users", ScimClient.userBody(name, more)).expect(201).id();
  }
}
