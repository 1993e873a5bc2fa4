package com.ransomleak.provisioning.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.RawConnection;
import com.ransomleak.provisioning.demo.ProjectFiles;
import com.ransomleak.provisioning.server.RunningServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no client library sends: 400, and nothing in the log (V12, V14, V15, V16). */
class MalformedRequestsIT {
  private static final String STYLES = "/jakarta.faces.resource/console.css.xhtml?ln=console";
  private static final String HOST = "acme.localhost";
  private static final String WEB_RESOURCES = "META-INF/resources/";
  private static long logBefore;

  @BeforeAll
  static void measureLog() throws IOException {
    logBefore = Files.size(RunningServer.get().log());
  }

  @AfterAll
  static void noStackTraceWasLogged() throws IOException {
    String added = loggedSince(logBefore);
    assertFalse(added.contains("\tat "), added);
  }

  static Stream<String> malformedHosts() {
    return Stream.of(
        "acme\"localhost",
        "acme localhost",
        "acme.localhost/x",
        "acme.localhost, evil.example",
        "user@acme.localhost",
        "acme%2elocalhost",
        "acme<script>",
        "[::1",
        "acme.localhost:99999",
        "a".repeat(5_000));
  }

  @ParameterizedTest
  @MethodSource("malformedHosts")
  @DisplayName("A malformed Host is 400 on every path, and the connection is closed")
  void malformedHost(String host) throws Exception {
    for (String path :
        List.of("/scim/v2/ServiceProviderConfig", "/scim/v2/Users", "/api/v1/teams", "/", STYLES)) {
      try (RawConnection connection = RawConnection.open()) {
        connection.send("GET " + path + " HTTP/1.1\nHost: " + host + "\n\n");
        String answer = connection.answer();
        assertTrue(answer.startsWith("HTTP/1.1 400"), () -> path + ": " + answer);
        assertTrue(connection.isClosedByServer());
      }
    }
  }

  @Test
  @DisplayName("The 400 for a malformed Host names the header and what it must be")
  void malformedHostIsExplained() throws Exception {
    // One that WildFly does not reject by itself, without a body.
    String answer = get("/scim/v2/Users", "Host: -acme.localhost\n");
    assertTrue(answer.contains("application/scim+json"), answer);
    assertTrue(answer.contains("The header Host must be a host name"), answer);
  }

  @Test
  @DisplayName("Two Host headers are 400, whichever comes first")
  void twoHosts() throws Exception {
    for (String hosts :
        List.of(
            "Host: acme.localhost\nHost: evil.example\n",
            "Host: evil.example\nHost: acme.localhost\n",
            "Host: acme.localhost\nHost: acme.localhost\n")) {
      String answer = get("/scim/v2/ServiceProviderConfig", hosts);
      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "Get", "post", "patch", "delete", "options"})
  @DisplayName("A method that is not in upper case is 400 on every path, and the method is named")
  void methodInLowerCase(String method) throws Exception {
    for (String path : List.of("/scim/v2/Users", "/api/v1/teams", "/", STYLES)) {
      String answer =
          RawConnection.exchange(method + " " + path + " HTTP/1.1\nHost: " + HOST + "\n\n");
      assertTrue(answer.startsWith("HTTP/1.1 400"), () -> path + ": " + answer);
      if (path.startsWith("/scim")) {
        assertTrue(answer.contains("Send " + method.toUpperCase(Locale.ROOT)), answer);
      }
    }
  }

  @Test
  @DisplayName("HTTP/1.1 without a Host is 400")
  void noHost() throws Exception {
    String answer = get("/scim/v2/ServiceProviderConfig", "");
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/scim/v2/Users?filter=%zz",
        "/scim/v2/Users?startIndex=1%",
        "/api/v1/teams?a=%2",
        "/sign-in?to=%u0041"
      })
  @DisplayName("A query with a broken percent-encoding is 400")
  void malformedQuery(String path) throws Exception {
    String answer = get(path, "Host: " + HOST + "\n");
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/scim/../sign-in",
        "/health/%2e%2E/jakarta.faces.resource/components.js.xhtml?ln=primefaces",
        "/scim/v2/./Users",
        "/sign-in/..;x=1/scim/v2/Users"
      })
  @DisplayName("A path with segments of dots is 400: rules about paths cannot be evaded by it")
  void dotSegments(String path) throws Exception {
    String answer = get(path, "Host: " + HOST + "\n");
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/scim/v2/Users", "/api/v1/teams"})
  @DisplayName("A form is 415 outside the console, before its body is read")
  void formOutsideTheConsole(String path) throws Exception {
    String answer =
        RawConnection.exchange(
            "POST "
                + path
                + " HTTP/1.1\nHost: "
                + HOST
                + "\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 60000\n\n");
    assertTrue(answer.startsWith("HTTP/1.1 415"), answer);
  }

  @Test
  @DisplayName("A malformed parameter of a form is ignored, and does not reach the log")
  void malformedParameter() throws Exception {
    long before = Files.size(RunningServer.get().log());
    String body = "a=%zz&userName=%";
    String answer =
        RawConnection.exchange(
            "POST /sign-in HTTP/1.1\nHost: "
                + HOST
                + "\nOrigin: http://"
                + HOST
                + "\nContent-Type: application/x-www-form-urlencoded\nContent-Length: "
                + body.length()
                + "\n\n"
                + body);
    assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
    String added = loggedSince(before);
    assertFalse(added.contains("zz"), added);
  }

  @Test
  @DisplayName("HTTP/2 over clear text is not spoken: no upgrade, no prior knowledge")
  void noHttp2() throws Exception {
    String upgrade =
        get(
            "/scim/v2/ServiceProviderConfig",
            "Host: "
                + HOST
                + "\nConnection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings:"
                + " AAMAAABkAAQAAP__\n");
    assertTrue(upgrade.startsWith("HTTP/1.1 200"), upgrade);
    try (RawConnection connection = RawConnection.open()) {
      connection.send("PRI * HTTP/2.0\n\nSM\n\n");
      String answer = connection.answer();
      assertTrue(answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 505"), answer);
    }
  }

  @Test
  @DisplayName("A request that offers HTTP/2 is served over HTTP/1.1 if its body has a length")
  void upgradeWithBody() throws Exception {
    byte[] search =
        "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"],\"count\":0}"
            .getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> answer = offerHttp2(BodyPublishers.ofByteArray(search));
    assertEquals(200, answer.statusCode(), answer.body());
    HttpResponse<String> chunked =
        offerHttp2(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(search)));
    assertEquals(400, chunked.statusCode(), chunked.body());
    assertTrue(chunked.body().contains("Content-Length"), chunked.body());
  }

  /** As Java's own client does by default. */
  private static HttpResponse<String> offerHttp2(BodyPublisher body) throws Exception {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_2)
        .build()
        .send(
            HttpRequest.newBuilder(URI.create(RunningServer.get().baseUri() + "/Users/.search"))
                .header("Host", RunningServer.get().host("acme"))
                .header("Authorization", "Bearer " + RunningServer.get().token("acme"))
                .header("Content-Type", "application/scim+json")
                .POST(body)
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  @DisplayName("No folder of the WAR or its libraries redirects to the host that a request names")
  void folders() throws Exception {
    Set<String> folders = new TreeSet<>();
    try (ZipFile war = new ZipFile(ProjectFiles.war().toFile())) {
      for (ZipEntry entry : Collections.list(war.entries())) {
        addFolders(entry.getName(), folders);
        if (entry.getName().endsWith(".jar")) {
          ZipInputStream jar = new ZipInputStream(war.getInputStream(entry));
          for (ZipEntry inner = jar.getNextEntry(); inner != null; inner = jar.getNextEntry()) {
            if (inner.getName().startsWith(WEB_RESOURCES)) {
              addFolders(inner.getName().substring(WEB_RESOURCES.length()), folders);
            }
          }
        }
      }
    }
    assertTrue(
        folders.containsAll(List.of("/resources/console", "/primefaces")), folders::toString);
    for (String folder : folders) {
      String answer = get(folder, "Host: evil.example\n");
      assertFalse(answer.contains("evil.example"), () -> folder + ": " + answer);
    }
  }

  /** The first two levels; what is below is treated alike. */
  private static void addFolders(String file, Set<String> folders) {
    int first = file.indexOf('/');
    int second = file.indexOf('/', first + 1);
    if (first > 0) {
      folders.add("/" + file.substring(0, first));
    }
    if (second > 0) {
      folders.add("/" + file.substring(0, second));
    }
  }

  private static String get(String path, String headers) throws IOException {
    return RawConnection.exchange("GET " + path + " HTTP/1.1\n" + headers + "\n");
  }

  /** The offset counts bytes: the log holds names that are not ASCII. */
  private static String loggedSince(long offset) throws IOException {
    byte[] log = Files.readAllBytes(RunningServer.get().log());
    int begin = Math.toIntExact(offset);
    return new String(log, begin, log.length - begin, StandardCharsets.UTF_8);
  }
}
