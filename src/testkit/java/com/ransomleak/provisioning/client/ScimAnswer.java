package com.ransomleak.provisioning.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A SCIM response. {@link #checked} applies the rules that bind every response: a body is SCIM
 * JSON, an error is an Error document whose {@code status} is a string and equals the HTTP status
 * (ER-01, H-04), and no request causes a 500 (H-15).
 *
 * @param exchange method and path, for failures of tests
 * @param took until the last byte
 */
public record ScimAnswer(
    String exchange, int status, HttpHeaders headers, String body, Duration took) {
  private static final String ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";
  private static final List<String> LEAKS =
      List.of("java", "sql", "select ", "exception", "eclipse", "postgres", "org.", "null pointer");

  /** This response; fails if it breaks a rule that binds every response. */
  public ScimAnswer checked() {
    assertTrue(status != 500 && status != 502, () -> "a fault of the service: " + this);
    if (!body.isEmpty()) {
      assertTrue(
          header("Content-Type").orElse("").matches("application/(scim\\+)?json(;.*)?"),
          () -> "Content-Type of " + this);
    }
    if (status >= 400 && !exchange.startsWith("HEAD ")) {
      JsonObject error = json();
      assertEquals(ERROR, error.getJsonArray("schemas").getString(0), this::toString);
      assertEquals(JsonValue.ValueType.STRING, error.get("status").getValueType(), this::toString);
      assertEquals(Integer.toString(status), error.getString("status"), this::toString);
      assertFalse(error.getString("detail", "").isBlank(), this::toString);
    }
    return this;
  }

  /** This response; fails if its status differs. */
  public ScimAnswer expect(int expected) {
    assertEquals(expected, status, this::toString);
    return this;
  }

  /** This response; fails if status or {@code scimType} differ. */
  public ScimAnswer expect(int expected, String scimType) {
    expect(expected);
    assertEquals(scimType, json().getString("scimType", null), this::toString);
    return this;
  }

  /**
   * This response; fails unless it is an error whose detail is short and reveals nothing about the
   * server.
   *
   * @param scimTypes a pattern that the keyword of the refusal matches
   */
  public ScimAnswer expectRefusal(int expected, String scimTypes) {
    expect(expected);
    assertTrue(json().getString("scimType", "").matches(scimTypes), this::toString);
    String text = detail().toLowerCase(Locale.ROOT);
    LEAKS.forEach(leak -> assertFalse(text.contains(leak), () -> leak + " in " + this));
    assertTrue(text.length() < 1000, this::toString);
    return this;
  }

  public JsonObject json() {
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      return reader.readObject();
    } catch (RuntimeException e) {
      throw new AssertionError("no JSON object: " + this, e);
    }
  }

  /** The id of the resource. */
  public String id() {
    return json().getString("id");
  }

  public String detail() {
    return json().getString("detail");
  }

  /** The string at a JSON pointer; null if there is none. */
  public String text(String pointer) {
    JsonValue value = value(pointer);
    return value instanceof JsonString string ? string.getString() : null;
  }

  /** The value at a JSON pointer; null if there is none. */
  public JsonValue value(String pointer) {
    try {
      return Json.createPointer(pointer).getValue(json());
    } catch (JsonException nothingThere) {
      return null;
    }
  }

  public int total() {
    return json().getInt("totalResults");
  }

  public String etag() {
    return header("ETag").orElseThrow(() -> new AssertionError("no ETag: " + this));
  }

  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  @Override
  public String toString() {
    String shown = body.length() > 2000 ? body.substring(0, 2000) + "…" : body;
    return "%s → %d after %d ms %s%n%s"
        .formatted(exchange, status, took.toMillis(), headers.map(), shown);
  }
}
