package com.ransomleak.provisioning.client;

import com.ransomleak.provisioning.server.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Acts as an identity provider for one tenant. Paths are relative to {@code /scim/v2}, or to {@code
 * /scim} if they begin with {@code ~/}. The client percent-encodes them: {@code
 * /Users?filter=userName eq "a@x"}.
 */
public final class ScimClient {
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private static final String RUN =
      Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36, 36 * 36 * 36 * 36), 36);
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final URI base;
  private final String tenant;
  private final Map<String, String> headers;

  private ScimClient(URI base, String tenant, Map<String, String> headers) {
    this.base = base;
    this.tenant = tenant;
    this.headers = headers;
  }

  /** With the tenant's live token. */
  public static ScimClient of(String tenant) {
    return anonymous(tenant).with("Authorization", "Bearer " + RunningServer.get().token(tenant));
  }

  /** Without a token. */
  public static ScimClient anonymous(String tenant) {
    return new ScimClient(
        RunningServer.get().baseUri(),
        tenant,
        Map.of(
            "Host", RunningServer.get().host(tenant),
            "Accept", "application/scim+json",
            "Content-Type", "application/scim+json; charset=utf-8"));
  }

  /** The same client with this header, or without it when the value is null. */
  public ScimClient with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(headers);
    changed.keySet().removeIf(name::equalsIgnoreCase);
    if (value != null) {
      changed.put(name, value);
    }
    return new ScimClient(base, tenant, Map.copyOf(changed));
  }

  /** The same client at another node. */
  public ScimClient on(URI node) {
    return new ScimClient(node, tenant, headers)
        .with("Host", tenant + ".localhost:" + node.getPort());
  }

  /** A name that no other test uses, in any tenant: lower-case letters and digits. */
  public static String unique() {
    // All have one length, so a suffix never turns one into the name of another test.
    return "n" + RUN + Integer.toString(36 * 36 * 36 + NAMES.incrementAndGet(), 36);
  }

  /** The tenant's base URL, as locations show it. */
  public String baseUrl() {
    return "http://" + RunningServer.get().host(tenant) + "/scim/v2";
  }

  public ScimAnswer get(String path) {
    return send("GET", path, null);
  }

  public ScimAnswer post(String path, String body) {
    return send("POST", path, body);
  }

  public ScimAnswer put(String path, String body) {
    return send("PUT", path, body);
  }

  /** A PATCH with these operations, given as JSON objects without the brackets around the list. */
  public ScimAnswer patch(String path, String operations) {
    return send("PATCH", path, patchBody(operations));
  }

  public ScimAnswer delete(String path) {
    return send("DELETE", path, null);
  }

  public static String patchBody(String operations) {
    return """
    {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[%s]}\
    """
        .formatted(operations);
  }

  /** Creates a user and returns its id. */
  public String user(String userName) {
    return post("/Users", userBody(userName, "")).expect(201).id();
  }

  /**
   * The id of a new engineer.
   *
   * @param manager the reference, or null for none
   * @param more further members of the user, each with a comma before it
   */
  public String user(String userName, String displayName, String manager, String more) {
    String block =
        manager == null
            ? ""
            : ",\"%s\":{\"manager\":{\"value\":\"%s\"}}".formatted(ENTERPRISE, manager);
    return post(
            "/Users",
            "{\"userName\":\"%1$s\",\"externalId\":\"%1$s\",\"displayName\":\"%2$s\",\"title\":\"Engineer\"%3$s%4$s}"
                .formatted(userName, displayName, block, more))
        .expect(201)
        .id();
  }

  /**
   * The id of a new user in a department.
   *
   * @param more further members of the user, each with a comma before it
   * @param enterprise further members of the enterprise extension, each with a comma before it
   */
  public String userIn(String department, String userName, String more, String enterprise) {
    String extension = ",\"%s\":{\"department\":\"%s\"%s}";
    return post(
            "/Users",
            userBody(userName, more + extension.formatted(ENTERPRISE, department, enterprise)))
        .expect(201)
        .id();
  }

  /**
   * The id of a new user whose externalId is the userName.
   *
   * @param manager the manager as JSON, or null for none
   */
  public String userWithManager(String userName, String manager) {
    String extension =
        manager == null ? "" : ",\"%s\":{\"manager\":%s}".formatted(ENTERPRISE, manager);
    return post(
            "/Users",
            "{\"userName\":\"%1$s\",\"externalId\":\"%1$s\"%2$s}".formatted(userName, extension))
        .expect(201)
        .id();
  }

  /**
   * The body of a complete user.
   *
   * @param more further members, each with a comma before it
   */
  public static String userBody(String userName, String more) {
    return """
    {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"%1$s",
     "name":{"givenName":"Given","familyName":"Family"},
     "emails":[{"value":"%1$s@example.com","type":"work","primary":true}]%2$s}\
    """
        .formatted(userName, more);
  }

  /** Creates a group with these members and returns its id. */
  public String group(String displayName, String... members) {
    return post("/Groups", groupBody(displayName, members)).expect(201).id();
  }

  public static String groupBody(String displayName, String... members) {
    return """
    {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"%s","members":%s}\
    """
        .formatted(displayName, memberList(members));
  }

  /** {@code [{"value":"…"},…]}. */
  public static String memberList(String... members) {
    StringBuilder list = new StringBuilder("[");
    for (String member : members) {
      list.append(list.length() == 1 ? "" : ",")
          .append("{\"value\":\"")
          .append(member)
          .append("\"}");
    }
    return list.append(']').toString();
  }

  /** Sends a text, or nothing when the body is null. */
  public ScimAnswer send(String method, String path, String body) {
    return sendBytes(method, path, body == null ? null : body.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends bytes as they are. */
  public ScimAnswer sendBytes(String method, String path, byte[] body) {
    return exchange(
        method,
        path,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(body));
  }

  /** Sends bytes without Content-Length. */
  public ScimAnswer sendChunked(String method, String path, byte[] body) {
    return exchange(
        method,
        path,
        HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)));
  }

  private ScimAnswer exchange(String method, String path, HttpRequest.BodyPublisher body) {
    URI uri =
        path.startsWith("~/")
            ? base.resolve("/scim" + encoded(path.substring(1)))
            : URI.create(base + encoded(path));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).method(method, body);
    headers.forEach(request::header);
    long start = System.nanoTime();
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new ScimAnswer(
              method + " " + path,
              response.statusCode(),
              response.headers(),
              response.body(),
              Duration.ofNanos(System.nanoTime() - start))
          .checked();
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Percent-encodes characters that a URI cannot contain, and keeps existing encodings. */
  public static String encoded(String path) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c <= ' ' || c > '~' || "\"<>\\^`{|}[]".indexOf(c) >= 0) {
        encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      } else {
        encoded.append(c);
      }
    }
    return encoded.toString();
  }
}
