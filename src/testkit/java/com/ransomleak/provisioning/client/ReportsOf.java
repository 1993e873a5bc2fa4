package com.ransomleak.provisioning.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** The reports of a tenant, read with its report token. */
public final class ReportsOf {
  private final ApiClient client;

  public ReportsOf(String tenant) {
    client = ApiClient.of(tenant);
  }

  /** Reads a path relative to {@code /api/v1}. */
  public ApiAnswer get(String path) {
    return client.get(path);
  }

  /** The document at the path. */
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

  /** The same for the items of all pages. */
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
