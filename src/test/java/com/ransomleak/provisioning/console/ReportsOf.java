package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.report.ApiAnswer;
import com.ransomleak.provisioning.report.ApiClient;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** The reports of a tenant as the holder of its report token reads them. */
final class ReportsOf {
  private final ApiClient client;

  ReportsOf(String tenant) {
    client = ApiClient.of(tenant);
  }

  /** A path below {@code /api/v1}, as a human writes it. */
  ApiAnswer get(String path) {
    return client.get(path);
  }

  /** What is there. */
  JsonObject json(String path) {
    ApiAnswer answer = get(path);
    assertEquals(200, answer.status(), answer::body);
    return answer.json();
  }

  /** One member of each item of a page. */
  List<String> each(String path, String member) {
    return json(path).getJsonArray("items").getValuesAs(JsonValue::asJsonObject).stream()
        .map(item -> item.getString(member, null))
        .toList();
  }

  /** The same of all pages, one after the other. */
  List<String> eachOfAll(String path, String member) {
    List<String> all = new ArrayList<>();
    String next = "";
    do {
      String page = path + (next.isEmpty() ? "" : "&after=" + next);
      all.addAll(each(page, member));
      next = json(page).getString("next", "");
    } while (!next.isEmpty());
    return all;
  }
}
