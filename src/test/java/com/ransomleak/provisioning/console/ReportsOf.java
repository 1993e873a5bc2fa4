package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.server.ScimClient;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/** The reports of a tenant as somebody signed in to its console reads them. */
final class ReportsOf {
  private final ConsoleClient client;

  ReportsOf(String tenant) {
    client =
        ConsoleClient.at(tenant).signedIn(Browser.ADMINISTRATOR).with("Accept", "application/json");
  }

  /**
   * @param path below {@code /api/v1}, as a human writes it
   */
  ConsoleClient.Answer get(String path) {
    return client.get("/api/v1" + ScimClient.encoded(path).replace("+", "%2B"));
  }

  /** What is there. */
  JsonObject json(String path) {
    ConsoleClient.Answer answer = get(path);
    assertEquals(200, answer.status(), answer::body);
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
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
