package com.ransomleak.provisioning.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.fixture.BulkMessage;
import com.ransomleak.provisioning.fixture.RandomBulk;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random bulk requests. A bulk request of one tenant must end as single requests of another tenant
 * do, sent by a client that waits with each until it knows all that this one refers to.
 */
class BulkPropertiesIT {
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  private static final Pattern REFERENCE = Pattern.compile("bulkId:(\\w+)\"");

  private final ScimClient bulky = ScimClient.of("acme");
  private final ScimClient single = ScimClient.of("globex");

  static List<Long> seeds() {
    return new Random().longs(12).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("B-03, B-05, B-12, B-13: a bulk request ends as its operations do one by one")
  void endsAsItsOperationsOneByOne(long seed) {
    String prefix = ScimClient.unique() + "-";
    List<JsonObject> operations = new RandomBulk(seed, prefix).operations();
    String message = BulkMessage.of(operations);
    ScimAnswer answer = bulky.post("/Bulk", message).expect(200);
    List<String> told =
        answer.json().getJsonArray("Operations").getValuesAs(JsonObject.class).stream()
            .map(result -> result.getString("status"))
            .toList();
    assertEquals(oneByOne(operations), told, () -> "seed " + seed + ": " + message + "\n" + answer);
    assertEquals(
        state(single, prefix),
        state(bulky, prefix),
        () -> "seed " + seed + ": " + message + "\n" + answer);
  }

  static List<Long> oddSeeds() {
    return new Random().longs(60).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("oddSeeds")
  @DisplayName("B-02, ER-07: whatever is wrong with a bulk request is the client's fault")
  void whateverIsWrongIsTheClientsFault(long seed) {
    Random random = new Random(seed);
    String prefix = ScimClient.unique() + "-";
    StringBuilder text =
        new StringBuilder(BulkMessage.of(new RandomBulk(seed, prefix).operations()));
    for (int i = random.nextInt(4) + 1; i > 0; i--) {
      mutate(text, random);
    }
    ScimAnswer answer = bulky.post("/Bulk", text.toString());
    assertTrue(answer.status() < 500, () -> "seed " + seed + ": " + text + "\n" + answer);
    if (answer.status() == 200) {
      for (JsonObject result :
          answer.json().getJsonArray("Operations").getValuesAs(JsonObject.class)) {
        assertTrue(
            result.getString("status").matches("2\\d\\d|4\\d\\d"),
            () -> "seed " + seed + ": " + text + "\n" + answer);
        assertEquals(
            result.getString("status").startsWith("4"),
            result.containsKey("response"),
            result::toString);
      }
    }
  }

  /** Cuts, doubles, or exchanges a piece for something else. */
  private static void mutate(StringBuilder text, Random random) {
    List<String> pieces =
        List.of(
            "null",
            "{}",
            "[]",
            "\"\"",
            "7",
            "true",
            "\"bulkId:\"",
            "\"bulkId:n1\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            ",",
            "\"data\":",
            "\"path\":\"/Users/bulkId:bulkId:n1\"",
            "\"method\":{}");
    int from = random.nextInt(text.length());
    int quote = text.indexOf("\"", from);
    int start = random.nextInt(4) == 0 || quote < 0 ? from : quote;
    int next = text.indexOf("\"", start + 1);
    int end = next < 0 ? text.length() : next + 1;
    switch (random.nextInt(3)) {
      case 0 -> text.delete(start, end);
      case 1 -> text.insert(start, text.substring(start, end));
      default -> text.replace(start, end, pieces.get(random.nextInt(pieces.size())));
    }
  }

  /** The statuses, in the order of the request. */
  private List<String> oneByOne(List<JsonObject> operations) {
    String[] statuses = new String[operations.size()];
    Map<String, String> ids = new HashMap<>();
    int left = operations.size();
    while (left > 0) {
      int next = next(operations, statuses);
      JsonObject operation = operations.get(next);
      statuses[next] = send(operation, ids);
      left--;
    }
    return List.of(statuses);
  }

  /** The first that need not wait. */
  private static int next(List<JsonObject> operations, String[] statuses) {
    for (int i = 0; i < statuses.length; i++) {
      if (statuses[i] == null && !mustWait(i, operations, statuses)) {
        return i;
      }
    }
    throw new AssertionError("a circle: " + operations);
  }

  private static boolean mustWait(int index, List<JsonObject> operations, String[] statuses) {
    JsonObject operation = operations.get(index);
    Set<String> references = references(operation);
    for (int i = 0; i < statuses.length; i++) {
      JsonObject other = operations.get(i);
      boolean creates =
          other.getString("method").equals("POST")
              && references.contains(other.getString("bulkId"));
      boolean before =
          i < index
              && !operation.getString("method").equals("POST")
              && other.getString("path").equals(operation.getString("path"));
      if (statuses[i] == null && (creates || before)) {
        return true;
      }
    }
    return false;
  }

  private String send(JsonObject operation, Map<String, String> ids) {
    String text = operation.toString();
    for (String reference : references(operation)) {
      if (!ids.containsKey(reference)) {
        return "409";
      }
      text = text.replace("bulkId:" + reference + "\"", ids.get(reference) + "\"");
    }
    JsonObject resolved = BulkMessage.parse(text);
    JsonObject data = resolved.getJsonObject("data");
    ScimAnswer answer =
        single.send(
            resolved.getString("method"),
            resolved.getString("path"),
            data == null ? null : data.toString());
    if (answer.status() == 201) {
      ids.put(operation.getString("bulkId"), answer.id());
    }
    return Integer.toString(answer.status());
  }

  private static Set<String> references(JsonObject operation) {
    Set<String> references = new HashSet<>();
    var found = REFERENCE.matcher(operation.toString());
    while (found.find()) {
      references.add(found.group(1));
    }
    return references;
  }

  /** Everything that is called so, with names in place of ids. */
  private static Map<String, String> state(ScimClient client, String prefix) {
    JsonArray users = found(client, "/Users?count=1000&filter=userName sw \"" + prefix + "\"");
    JsonArray groups = found(client, "/Groups?count=1000&filter=displayName sw \"" + prefix + "\"");
    Map<String, String> names =
        users.getValuesAs(JsonObject.class).stream()
            .collect(
                Collectors.toMap(user -> user.getString("id"), user -> user.getString("userName")));
    Map<String, String> state = new TreeMap<>();
    for (JsonObject user : users.getValuesAs(JsonObject.class)) {
      JsonObject extension = user.getJsonObject(ENTERPRISE);
      String manager =
          extension == null ? null : extension.getJsonObject("manager").getString("value");
      boolean linked = extension != null && extension.getJsonObject("manager").containsKey("$ref");
      state.put(
          user.getString("userName"),
          user.getString("title", "")
              + " "
              + user.getBoolean("active")
              + " "
              + (manager == null ? "nobody" : names.getOrDefault(manager, "somebody gone"))
              + " "
              + linked);
    }
    for (JsonObject group : groups.getValuesAs(JsonObject.class)) {
      Set<String> members = new TreeSet<>();
      if (group.containsKey("members")) {
        group
            .getJsonArray("members")
            .getValuesAs(JsonObject.class)
            .forEach(member -> members.add(names.get(member.getString("value"))));
      }
      state.put(group.getString("displayName"), members.toString());
    }
    return state;
  }

  private static JsonArray found(ScimClient client, String path) {
    return client.get(path).expect(200).json().getJsonArray("Resources");
  }
}
