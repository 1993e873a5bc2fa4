package com.ransomleak.provisioning.bulk;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Operations on few people and groups, so that they meet: names are taken twice, references lead
 * forward, back and nowhere, resources go while others still refer to them. No circles: who refers
 * to a person refers to one with a higher number.
 */
final class RandomBulk {
  private static final int PEOPLE = 8;
  private static final int GROUPS = 4;

  /** One in so many is wrong: more, and hardly anything would succeed. */
  private static final int WRONG = 12;

  private final Random random;
  private final String prefix;

  /**
   * @param prefix begins every name
   */
  RandomBulk(long seed, String prefix) {
    this.random = new Random(seed);
    this.prefix = prefix;
  }

  List<JsonObject> operations() {
    List<JsonObject> operations = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      operations.add(newPerson(i));
    }
    for (int i = 0; i < GROUPS; i++) {
      operations.add(newGroup(i));
    }
    for (int i = 0; i < 24; i++) {
      operations.add(change());
    }
    // Neither before nor after what it changes, but anywhere.
    Collections.shuffle(operations, random);
    return operations;
  }

  private JsonObject newPerson(int number) {
    String manager = null;
    if (random.nextInt(WRONG) == 0) {
      manager = "bulkId:none";
    } else if (number + 1 < PEOPLE && random.nextBoolean()) {
      manager = "bulkId:p" + (number + 1 + random.nextInt(PEOPLE - number - 1));
    }
    return BulkMessage.post(
        "/Users", "p" + number, BulkMessage.user(personName(number), "new", manager));
  }

  private JsonObject newGroup(int number) {
    return BulkMessage.post(
        "/Groups", "g" + number, BulkMessage.group(groupName(number), members()));
  }

  private JsonObject change() {
    int number = random.nextInt(PEOPLE);
    String person = "/Users/bulkId:p" + number;
    int groupNumber = random.nextInt(GROUPS);
    String group = "/Groups/bulkId:g" + groupNumber;
    String title = "t" + random.nextInt(3);
    return switch (random.nextInt(10)) {
      case 0 -> BulkMessage.operation("DELETE", person, null, null);
      case 1 -> BulkMessage.operation("DELETE", group, null, null);
      case 2 ->
          BulkMessage.operation(
              "PUT", person, null, BulkMessage.user(personName(number), title, null));
      case 3 ->
          BulkMessage.operation(
              "PATCH",
              person,
              null,
              BulkMessage.patch(
                  "{\"op\":\"replace\",\"value\":{\"active\":%s}}"
                      .formatted(random.nextBoolean())));
      case 4 -> BulkMessage.operation("PATCH", person, null, BulkMessage.setTitle(title));
      case 5 ->
          BulkMessage.operation(
              "PUT", group, null, BulkMessage.group(groupName(groupNumber), members()));
      case 6 ->
          BulkMessage.operation(
              "PATCH", group, null, BulkMessage.patch("{\"op\":\"remove\",\"path\":\"members\"}"));
      default -> BulkMessage.operation("PATCH", group, null, BulkMessage.addMembers(members()));
    };
  }

  private String personName(int number) {
    return prefix + "person " + (random.nextInt(WRONG) == 0 ? random.nextInt(PEOPLE) : number);
  }

  private String groupName(int number) {
    return prefix + "group " + (random.nextInt(WRONG) == 0 ? random.nextInt(GROUPS) : number);
  }

  private List<String> members() {
    List<String> members = new ArrayList<>();
    while (members.size() < 3 && random.nextInt(3) > 0) {
      members.add(person());
    }
    return members;
  }

  private String person() {
    return random.nextInt(WRONG) == 0 ? "unknown" : "bulkId:p" + random.nextInt(PEOPLE);
  }
}
