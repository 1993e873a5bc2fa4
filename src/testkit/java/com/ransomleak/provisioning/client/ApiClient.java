package com.ransomleak.provisioning.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.ransomleak.provisioning.demo.OpsCommand;
import com.ransomleak.provisioning.server.RunningServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads a tenant's reports. Paths are relative to {@code /api/v1}, or to {@code /api} if they begin
 * with {@code ~/}; the client percent-encodes them. It compares status, type and content of each
 * response with {@code openapi.json}.
 */
public final class ApiClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private static final ApiDocument DOCUMENT = ApiDocument.read();
  private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();
  private static final Map<String, String> ACTIVITY_TOKENS = new ConcurrentHashMap<>();

  private final Map<String, String> headers;

  private ApiClient(Map<String, String> headers) {
    this.headers = headers;
  }

  /** With the tenant's report token, the same in all tests. */
  public static ApiClient of(String tenant) {
    return anonymous(tenant).with("Authorization", "Bearer " + token(tenant));
  }

  /** A live report token of the tenant, the same in all tests. */
  public static String token(String tenant) {
    return TOKENS.computeIfAbsent(
        tenant,
        subdomain -> OpsCommand.reportToken(RunningServer.get().access(), subdomain, "tests"));
  }

  /** With the tenant's activity token, the same in all tests. */
  public static ApiClient ofActivity(String tenant) {
    return anonymous(tenant).with("Authorization", "Bearer " + activityToken(tenant));
  }

  /** A live activity token of the tenant, the same in all tests. */
  public static String activityToken(String tenant) {
    return ACTIVITY_TOKENS.computeIfAbsent(
        tenant,
        subdomain -> OpsCommand.activityToken(RunningServer.get().access(), subdomain, "tests"));
  }

  /** Without a token. */
  public static ApiClient anonymous(String tenant) {
    return new ApiClient(Map.of("Host", RunningServer.get().host(tenant)));
  }

  /** The same client with this header, or without it when the value is null. */
  public ApiClient with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(headers);
    changed.keySet().removeIf(name::equalsIgnoreCase);
    if (value != null) {
      changed.put(name, value);
    }
    return new ApiClient(Map.copyOf(changed));
  }

  public ApiAnswer get(String path) {
    return send("GET", path);
  }

  /** The rows of all pages; no row is on two of them. */
  public List<JsonObject> all(String path) {
    ApiAnswer page = get(path).expect(200);
    List<JsonObject> rows = new ArrayList<>(page.items());
    while (page.next() != null) {
      page = get(path + (path.contains("?") ? "&" : "?") + "after=" + page.next()).expect(200);
      rows.addAll(page.items());
    }
    assertEquals(rows.size(), new HashSet<>(rows).size(), path);
    return rows;
  }

  /** Without a body. */
  public ApiAnswer send(String method, String path) {
    URI base = RunningServer.get().baseUri();
    String below = path.startsWith("~/") ? "/api" + path.substring(1) : "/api/v1" + path;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(ScimClient.encoded(below)))
            .timeout(Duration.ofSeconds(60))
            .method(method, HttpRequest.BodyPublishers.noBody());
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      ApiAnswer answer =
          new ApiAnswer(
              method + " " + below, response.statusCode(), response.headers(), response.body());
      check(method, path, answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void check(String method, String path, ApiAnswer answer) {
    boolean refusedByTheServer = answer.status() >= 400 && answer.header("X-Request-Id").isEmpty();
    if (refusedByTheServer && answer.body().isEmpty()) {
      // The connector of the server rejected the address, so the application never saw it.
      return;
    }
    assertEquals("no-store", answer.header("Cache-Control"), answer::toString);
    if (answer.body().isEmpty()) {
      return;
    }
    String type = answer.header("Content-Type");
    assertFalse(type.contains("html"), answer::toString);
    boolean described = method.equals("GET") && !path.startsWith("~");
    List<String> errors =
        described && DOCUMENT.pathOf(path).isPresent()
            ? DOCUMENT.errors(DOCUMENT.pathOf(path).get(), answer.status(), type, answer.body())
            : DOCUMENT.problemErrors(answer.body());
    assertEquals(List.of(), errors, answer::toString);
    if (answer.status() >= 400) {
      assertEquals("application/problem+json", type, answer::toString);
      assertEquals(answer.status(), answer.json().getInt("status"), answer::toString);
    }
  }
}
