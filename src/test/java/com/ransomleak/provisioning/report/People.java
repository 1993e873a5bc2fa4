package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.client.ReportsOf;
import com.ransomleak.provisioning.client.ScimClient;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;

/** People of the tenant {@code monsters} under names that no other test uses, and their reports. */
final class People {
  static final String TENANT = "monsters";
  static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  static final ScimClient OKTA = ScimClient.of(TENANT);

  private final String name = ScimClient.unique();
  private final ReportsOf reports = new ReportsOf(TENANT);

  /** How all their names begin. */
  String name() {
    return name;
  }

  ReportsOf reports() {
    return reports;
  }

  JsonObject report(String id) {
    return reports.json("/people/" + id);
  }

  String person(String suffix, String manager) {
    String named = ",\"displayName\":\"" + name + suffix + "\"";
    String line = manager == null ? "" : block("\"manager\":{\"value\":\"" + manager + "\"}");
    return id(create(suffix, named + line));
  }

  JsonObject create(String suffix, String more) {
    return OKTA.post("/Users", ScimClient.userBody(name + suffix, more)).expect(201).json();
  }

  static String id(JsonObject user) {
    return user.getString("id");
  }

  static String block(String content) {
    return ",\"" + ENTERPRISE + "\":{" + content + "}";
  }

  static void manage(String id, String manager) {
    OKTA.patch(
            "/Users/" + id,
            "{\"op\":\"replace\",\"path\":\""
                + ENTERPRISE
                + ":manager\",\"value\":{\"value\":\""
                + manager
                + "\"}}")
        .expect(200);
  }

  List<JsonObject> timeLine(String id) {
    return reports
        .json("/people/" + id + "/timeline")
        .getJsonArray("items")
        .getValuesAs(JsonValue::asJsonObject);
  }
}
