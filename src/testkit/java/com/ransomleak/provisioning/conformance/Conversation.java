package com.ransomleak.provisioning.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.RunningServer;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One sequence of requests and what must be answered:
 *
 * <pre>{@code
 * {"name": "…", "given": {"u": {"title": "Boss"}, "g": {"members": [{"value": "${u}"}]}},
 *  "steps": [
 *   {"request": {"method": "PATCH", "path": "/Users/${u}", "headers": {"If-Match": "${u.etag}"},
 *                "patch": [{"op": "replace", "value": {"active": false}}]},
 *    "expect": {"status": 200, "headers": {"ETag": {"$matches": "W/.*"}},
 *               "body": {"active": false}, "absent": ["/password"]},
 *    "capture": {"title": "/title", "etag": "header ETag"}}]}
 * }</pre>
 *
 * <ul>
 *   <li>{@code given} creates users (names that begin with u) and groups (g), complete with what
 *       they need; {@code ${u}} is then the id, {@code ${u.etag}} the version and {@code
 *       ${u.userName}} the name.
 *   <li>{@code body} is JSON, or a string that is sent as it stands; {@code patch} is the list of
 *       operations of a PatchOp.
 *   <li>{@code tenant} of the conversation or of one request is whom to ask, acme by default;
 *       {@code "authorization": null} sends no token.
 *   <li>{@code ${unique}} is a lower-case name nobody else uses, {@code ${UNIQUE}} the same in
 *       capitals, {@code ${base}} the base URL, {@code ${token}} the raw token; pointers are JSON
 *       pointers.
 * </ul>
 *
 * What {@code body} expects is explained at {@link Expectation}.
 */
public final class Conversation {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9_.]+)}");
  private static final String DEFAULT_TENANT = "acme";

  private final String tenant;
  private final Map<String, String> captured = new HashMap<>();

  private Conversation(String tenant) {
    this.tenant = tenant;
  }

  /** Runs it, from the first step to the last. */
  public static void run(JsonObject conversation) {
    new Conversation(conversation.getString("tenant", DEFAULT_TENANT)).play(conversation);
  }

  private void play(JsonObject conversation) {
    String unique = ScimClient.unique();
    captured.put("unique", unique);
    captured.put("UNIQUE", unique.toUpperCase(Locale.ROOT));
    JsonObject given = conversation.getJsonObject("given");
    if (given != null) {
      given.forEach((name, body) -> create(name, body.asJsonObject()));
    }
    JsonArray steps = conversation.getJsonArray("steps");
    for (int i = 0; i < steps.size(); i++) {
      try {
        step(steps.getJsonObject(i));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("Step " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
  }

  private void create(String name, JsonObject more) {
    boolean user = name.startsWith("u");
    String called = captured.get("unique") + "-" + name;
    String standard = user ? ScimClient.userBody(called, "") : ScimClient.groupBody(called);
    var body = Json.createObjectBuilder(parse(standard));
    parse(substituted(more.toString())).forEach(body::add);
    ScimAnswer created = client(tenant).post(user ? "/Users" : "/Groups", body.build().toString());
    created.expect(201);
    captured.put(name, created.id());
    captured.put(name + ".etag", created.etag());
    captured.put(
        user ? name + ".userName" : name + ".displayName",
        created.json().getString(user ? "userName" : "displayName"));
  }

  private void step(JsonObject step) {
    JsonObject request = step.getJsonObject("request");
    String asked = request.getString("tenant", tenant);
    ScimClient client = client(asked);
    captured.put("base", client.baseUrl());
    captured.put("token", RunningServer.get().token(asked));
    if (request.containsKey("authorization")) {
      client = client.with("Authorization", optional(request.get("authorization")));
    }
    JsonObject headers = request.getJsonObject("headers");
    if (headers != null) {
      for (var header : headers.entrySet()) {
        client = client.with(header.getKey(), optional(header.getValue()));
      }
    }
    ScimAnswer answer =
        client.send(
            request.getString("method"), substituted(request.getString("path")), body(request));
    check(answer, step.getJsonObject("expect"));
    capture(answer, step.getJsonObject("capture"));
  }

  private String body(JsonObject request) {
    if (request.containsKey("patch")) {
      String operations = request.getJsonArray("patch").toString();
      return substituted(ScimClient.patchBody(operations.substring(1, operations.length() - 1)));
    }
    JsonValue body = request.get("body");
    if (body == null) {
      return null;
    }
    return substituted(body instanceof JsonString text ? text.getString() : body.toString());
  }

  private void check(ScimAnswer answer, JsonObject expected) {
    answer.expect(expected.getInt("status"));
    if (expected.containsKey("headers")) {
      expected
          .getJsonObject("headers")
          .forEach(
              (name, value) -> {
                String sent = answer.header(name).orElse(null);
                if (value == JsonValue.NULL) {
                  assertNull(sent, () -> name + " of " + answer);
                } else {
                  Expectation.check(
                      name,
                      substituted(value),
                      sent == null ? JsonValue.NULL : Json.createValue(sent),
                      answer::toString);
                }
              });
    }
    if (expected.containsKey("body")) {
      if (expected.get("body") == JsonValue.NULL) {
        assertEquals("", answer.body(), answer::toString);
      } else {
        Expectation.check("", substituted(expected.get("body")), answer.json(), answer::toString);
      }
    }
    if (expected.containsKey("absent")) {
      expected
          .getJsonArray("absent")
          .getValuesAs(JsonString::getString)
          .forEach(
              path ->
                  assertNull(answer.value(substituted(path)), () -> path + " is there: " + answer));
    }
  }

  private void capture(ScimAnswer answer, JsonObject wanted) {
    if (wanted != null) {
      wanted.forEach(
          (name, where) -> {
            String path = ((JsonString) where).getString();
            String value =
                path.startsWith("header ")
                    ? answer.header(path.substring(7)).orElse(null)
                    : plain(answer.value(path));
            if (value == null) {
              throw new AssertionError("nothing to capture at " + path + ": " + answer);
            }
            captured.put(name, value);
          });
    }
  }

  private static String plain(JsonValue value) {
    return value instanceof JsonString text
        ? text.getString()
        : value == null ? null : value.toString();
  }

  private ScimClient client(String tenant) {
    return ScimClient.of(tenant);
  }

  private String optional(JsonValue value) {
    return value instanceof JsonString text ? substituted(text.getString()) : null;
  }

  private JsonValue substituted(JsonValue value) {
    return parse("{\"value\":" + substituted(value.toString()) + "}").get("value");
  }

  /** Also inside JSON text: a captured value with quotes (an ETag) is escaped where it must be. */
  private String substituted(String text) {
    boolean json = text.startsWith("{") || text.startsWith("[") || text.startsWith("\"");
    Matcher placeholder = PLACEHOLDER.matcher(text);
    StringBuilder result = new StringBuilder();
    while (placeholder.find()) {
      String value = captured.get(placeholder.group(1));
      if (value == null) {
        throw new AssertionError("nothing was captured as " + placeholder.group(1));
      }
      boolean isDocument = value.startsWith("{") || value.startsWith("[");
      if (json && !isDocument) {
        String quoted = Json.createValue(value).toString();
        value = quoted.substring(1, quoted.length() - 1);
      }
      placeholder.appendReplacement(result, Matcher.quoteReplacement(value));
    }
    return placeholder.appendTail(result).toString();
  }

  private static JsonObject parse(String json) {
    try (var reader = Json.createReader(new java.io.StringReader(json))) {
      return reader.readObject();
    }
  }
}
