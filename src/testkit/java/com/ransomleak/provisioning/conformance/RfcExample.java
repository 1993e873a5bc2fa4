package com.ransomleak.provisioning.conformance;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One example of an RFC: what must be there before, what is expected, and the request as printed.
 *
 * <pre>{@code
 * RFC 7644 section 3.6
 * Given /Users 2819c223-7f76-453a-919d-413861904646 c310cd84f0281b7: {"userName": "bjensen"}
 * Expect 204
 *
 * DELETE /Users/2819c223-7f76-453a-919d-413861904646
 * Host: example.com
 * If-Match: W/"c310cd84f0281b7"
 * }</pre>
 *
 * A {@code Given} line names a resource by all the ids and versions that the example has for it;
 * the request is sent with the ids and versions of the resource that was created instead. {@code
 * Answer} is what the answer must contain, {@code Then} what a path must show afterwards. Several
 * requests without a body may follow each other.
 */
public final class RfcExample {
  private static final String TENANT = "ingen";
  private static final String SCHEMAS = "urn:ietf:params:scim:schemas:";
  private static final String ENTERPRISE = SCHEMAS + "extension:enterprise:2.0:User";

  private final List<String> given = new ArrayList<>();
  private final List<String> then = new ArrayList<>();
  private final List<String> created = new ArrayList<>();
  private final Map<String, String> ours = new LinkedHashMap<>();
  private final String request;
  private int status;
  private String answer = "{}";

  private RfcExample(String head, String request) {
    this.request = request;
    for (String line : head.lines().toList()) {
      String rest = line.substring(line.indexOf(' ') + 1);
      switch (line.substring(0, line.indexOf(' '))) {
        case "Given" -> given.add(rest);
        case "Expect" -> status = Integer.parseInt(rest);
        case "Answer" -> answer = rest;
        case "Then" -> then.add(rest);
        case "RFC", "Note" -> {}
        default -> throw new IllegalArgumentException(line);
      }
    }
  }

  public static RfcExample read(Path file) throws IOException {
    String text = Files.readString(file);
    int blank = text.indexOf("\n\n");
    return new RfcExample(text.substring(0, blank), text.substring(blank + 2));
  }

  public void run() {
    try {
      given.forEach(this::create);
      int blank = request.indexOf("\n\n");
      List<String> head =
          request.substring(0, blank < 0 ? request.length() : blank).lines().toList();
      String body = blank < 0 ? null : substituted(request.substring(blank + 2));
      for (String line : head) {
        if (line.matches("(GET|POST|PUT|PATCH|DELETE) .*")) {
          send(line, client(head), body);
        }
      }
      for (String check : then) {
        int colon = check.indexOf(": ");
        ScimAnswer now = ScimClient.of(TENANT).get(substituted(check.substring(0, colon)));
        now.expect(200);
        check(check.substring(colon + 2), now);
      }
    } finally {
      created.forEach(ScimClient.of(TENANT)::delete);
    }
  }

  /** {@code /Users id version…: body}. */
  private void create(String line) {
    int colon = line.indexOf(": ");
    List<String> names = List.of(line.substring(0, colon).split(" ", -1));
    JsonObject body = json(substituted(line.substring(colon + 2)));
    var schemas = Json.createArrayBuilder();
    schemas.add(SCHEMAS + "core:2.0:" + (names.get(0).equals("/Users") ? "User" : "Group"));
    if (body.containsKey(ENTERPRISE)) {
      schemas.add(ENTERPRISE);
    }
    String complete = Json.createObjectBuilder(body).add("schemas", schemas).build().toString();
    ScimAnswer there = ScimClient.of(TENANT).post(names.get(0), complete).expect(201);
    created.add(names.get(0) + "/" + there.id());
    for (int i = 1; i < names.size(); i++) {
      boolean isVersion = names.get(i).matches("[0-9a-f]{15}");
      String version = there.etag().replaceAll("W/|\"", "");
      ours.put(names.get(i), isVersion ? version : there.id());
    }
  }

  private ScimClient client(List<String> head) {
    ScimClient client = ScimClient.of(TENANT);
    for (String line : head) {
      if (line.matches("(Accept|Content-Type|If-Match|If-None-Match): .*")) {
        int colon = line.indexOf(": ");
        client = client.with(line.substring(0, colon), substituted(line.substring(colon + 2)));
      }
    }
    return client;
  }

  private void send(String line, ScimClient client, String body) {
    int blank = line.indexOf(' ');
    String path = substituted(line.substring(blank + 1).replaceFirst("^/v2(?=/|\\?)", ""));
    ScimAnswer got = client.send(line.substring(0, blank), path, body);
    try {
      got.expect(status);
      check(answer, got);
    } finally {
      remember(got);
    }
  }

  /** What was created is deleted afterwards: the examples use the same names again and again. */
  private void remember(ScimAnswer got) {
    String base = ScimClient.of(TENANT).baseUrl();
    if (got.status() == 201) {
      created.add(got.header("Location").orElseThrow().substring(base.length()));
    }
    if (request.startsWith("POST /v2/Bulk") && got.status() == 200) {
      got.json().getJsonArray("Operations").getValuesAs(JsonObject.class).stream()
          .filter(operation -> operation.getString("status").equals("201"))
          .forEach(
              operation -> created.add(operation.getString("location").substring(base.length())));
    }
  }

  private void check(String expected, ScimAnswer got) {
    if (!expected.equals("{}")) {
      Expectation.check("", json(substituted(expected)), got.json(), got::toString);
    }
  }

  private String substituted(String text) {
    String result = text;
    for (Map.Entry<String, String> name : ours.entrySet()) {
      result = result.replace(name.getKey(), name.getValue());
    }
    return result;
  }

  private static JsonObject json(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
