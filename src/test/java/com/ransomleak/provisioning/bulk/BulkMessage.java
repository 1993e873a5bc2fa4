package com.ransomleak.provisioning.bulk;

import com.ransomleak.provisioning.server.ScimClient;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;

/** The words of a bulk request, for tests. */
final class BulkMessage {
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  private BulkMessage() {}

  static String of(List<JsonObject> operations) {
    var list = Json.createArrayBuilder();
    operations.forEach(list::add);
    return Json.createObjectBuilder()
        .add(
            "schemas",
            Json.createArrayBuilder().add("urn:ietf:params:scim:api:messages:2.0:BulkRequest"))
        .add("Operations", list)
        .build()
        .toString();
  }

  static String of(JsonObject... operations) {
    return of(Arrays.asList(operations));
  }

  /** An operation; what is null is left out. */
  static JsonObject operation(String method, String path, String bulkId, JsonObject data) {
    JsonObjectBuilder operation =
        Json.createObjectBuilder().add("method", method).add("path", path);
    if (bulkId != null) {
      operation.add("bulkId", bulkId);
    }
    if (data != null) {
      operation.add("data", data);
    }
    return operation.build();
  }

  static JsonObject post(String path, String bulkId, JsonObject data) {
    return operation("POST", path, bulkId, data);
  }

  /**
   * A person.
   *
   * @param manager the reference, or null
   */
  static JsonObject user(String userName, String title, String manager) {
    JsonObjectBuilder user =
        Json.createObjectBuilder()
            .add(
                "schemas",
                Json.createArrayBuilder().add("urn:ietf:params:scim:schemas:core:2.0:User"))
            .add("userName", userName)
            .add("title", title);
    if (manager != null) {
      user.add(ENTERPRISE, Json.createObjectBuilder().add("manager", manager));
    }
    return user.build();
  }

  static JsonObject group(String displayName, List<String> members) {
    return Json.createObjectBuilder()
        .add(
            "schemas", Json.createArrayBuilder().add("urn:ietf:params:scim:schemas:core:2.0:Group"))
        .add("displayName", displayName)
        .add("members", parse("{\"list\":" + members(members) + "}").get("list"))
        .build();
  }

  /** A PatchOp with these operations, as JSON without the brackets around the list. */
  static JsonObject patch(String operations) {
    return parse(ScimClient.patchBody(operations));
  }

  static JsonObject addMembers(List<String> members) {
    return patch("{\"op\":\"add\",\"path\":\"members\",\"value\":" + members(members) + "}");
  }

  static JsonObject setTitle(String title) {
    return patch("{\"op\":\"replace\",\"path\":\"title\",\"value\":\"" + title + "\"}");
  }

  static JsonObject parse(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }

  private static String members(List<String> members) {
    return ScimClient.memberList(members.toArray(String[]::new));
  }
}
