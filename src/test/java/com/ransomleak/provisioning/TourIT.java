package com.ransomleak.provisioning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.database.StatementLog;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.TestTenant;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The request of {@code src/docs/tour.md} has the statements and the answer that the page shows.
 */
@TestTenant("hooli")
class TourIT {
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z");
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final ScimClient client = ScimClient.of("hooli");
  private final String name = ScimClient.unique();

  @Test
  @DisplayName("The tour's PATCH gives the answer, the group and the statements that it shows")
  void theTourIsTrue() throws Exception {
    List<String> http = blocks("http");
    String request = http.get(0).substring(http.get(0).indexOf("\n\n") + 2);
    String shownGroup = blocks("json").get(0);
    String user =
        client
            .post("/Users", ScimClient.userBody(name, ",\"displayName\":\"Ada Lovelace\""))
            .expect(201)
            .id();
    String group = client.group(name);
    // Whatever the page names is here under another id, name and host.
    String replaced =
        request.replace(
            json(request)
                .getJsonArray("Operations")
                .getJsonObject(0)
                .getJsonArray("value")
                .getJsonObject(0)
                .getString("value"),
            user);
    List<ScimAnswer> answers = new ArrayList<>();
    List<String> statements;
    try (StatementLog log = StatementLog.on()) {
      Eventually.holds(
          "every connection logs",
          () -> {
            for (int i = 0; i < 10; i++) {
              assertTrue(!log.of(() -> client.get("/Users?count=0")).isEmpty());
            }
          });
      statements =
          log.of(() -> answers.add(client.send("PATCH", "/Groups/" + group, replaced))).stream()
              .filter(statement -> !statement.startsWith("select tenant_id, token_id"))
              .toList();
    }
    assertStatements(blocks("sql").get(0).lines().toList(), statements);
    assertAnswer(http.get(1), group, answers.get(0));
    assertEquals(
        json(
            withoutTimes(
                shownGroup
                    .replace(json(shownGroup).getString("id"), group)
                    .replace(member(shownGroup), user)
                    .replace("Engineering", name)
                    .replace("https://acme.example.com/scim/v2", client.baseUrl()))),
        json(withoutTimes(client.get("/Groups/" + group).expect(200).body())));
  }

  private static void assertStatements(List<String> shown, List<String> actual) {
    assertEquals(shown.size(), actual.size(), () -> String.join("\n", actual));
    for (int i = 0; i < shown.size(); i++) {
      assertTrue(actual.get(i).startsWith(shown.get(i)), actual.get(i));
    }
  }

  private void assertAnswer(String shown, String group, ScimAnswer answer) {
    List<String> lines = shown.lines().toList();
    assertEquals(
        Integer.parseInt(lines.get(0).split(" ", 3)[1]), answer.status(), answer::toString);
    assertEquals("", answer.body());
    for (String line : lines.subList(1, lines.size())) {
      String[] header = line.split(": ", 2);
      String expected =
          header[1].startsWith("https://") ? client.baseUrl() + "/Groups/" + group : header[1];
      String actual = answer.header(header[0]).orElse("none");
      if (header[0].equals("X-Request-Id")) {
        assertTrue(UUID.matcher(actual).matches(), actual);
      } else {
        assertEquals(expected, actual, header[0]);
      }
    }
  }

  private static String member(String group) {
    return json(group).getJsonArray("members").getJsonObject(0).getString("value");
  }

  private static String withoutTimes(String json) {
    return TIME.matcher(json).replaceAll("a time");
  }

  private static JsonObject json(String text) {
    return ScimJson.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> blocks(String language) throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(ProjectFiles.file("src", "docs", "tour.md")));
    while (block.find()) {
      if (block.group(1).equals(language)) {
        blocks.add(block.group(2));
      }
    }
    return blocks;
  }
}
