package com.ransomleak.provisioning.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** The reports of a tenant as the holder of its report token reads them. */
public final class ReportsOf {
  private final ApiClient client;

  public ReportsOf(String tenant) {
    client = ApiClient.of(tenant);
  }

  /** A path below {@code /api/v1}, as a human writes it. */
  public ApiAnswer get(String path) {
    return client.get(path);
  }

  /** What is there. */
  public JsonObject json(String path) {
    ApiAnswer answer = get(path);
    assertEquals(200, answer.status(), answer::body);
    return answer.json();
  }

  /** One member of each item of a page. */
  public List<String> each(String path, String member) {
    return json(path).getJsonArray("items").getValuesAs(JsonValue::asJsonObject).stream()
        .map(item -> item.getString(member, null))
        .toList();
  }

  /** The same of all pages, one after the other. */
  public List<String> eachOfAll(String path, String member) {
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
