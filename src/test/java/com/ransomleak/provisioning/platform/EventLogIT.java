package com.ransomleak.provisioning.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.Browser;
import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.client.RawConnection;
import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of events in the log of the running server, and the ids of requests. */
@TestTenant(value = EventLogIT.TENANT, administrator = true)
class EventLogIT {
  static final String TENANT = "logged";

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final ScimClient client = ScimClient.of(TENANT);

  @Test
  @DisplayName("A rejected request has one line with its id and reason, and no data of the user")
  void rejection() throws Exception {
    String name = ScimClient.unique();
    client.user(name);
    ScimAnswer answer = client.post("/Users", ScimClient.userBody(name, "")).expect(409);
    String id = answer.header("X-Request-Id").orElseThrow();
    Eventually.holds(
        "logged",
        () -> {
          List<String> lines = lines("request=" + id);
          assertEquals(1, lines.size(), lines::toString);
          assertTrue(
              lines
                  .get(0)
                  .contains(
                      "event=request.rejected tenant=logged operation=users.create status=409"
                          + " reason=uniqueness"),
              lines::toString);
        });
    assertEquals(List.of(), lines(name));
  }

  @Test
  @DisplayName("Sign-ins are logged by their result, without the name and the password")
  void signIns() throws Exception {
    ConsoleClient.at(TENANT).trySignIn("nobody@example.com", "correct horse battery");
    ConsoleClient.at(TENANT).signedIn("admin@example.com");
    ConsoleClient.at(TENANT).trySignIn("admin@example.com", Browser.PASSWORD);
    Eventually.holds(
        "logged",
        () -> {
          assertFalse(
              lines("event=session.rejected tenant=logged actor=anonymous status=401").isEmpty());
          assertFalse(lines("event=session.opened tenant=logged actor=person").isEmpty());
        });
    assertEquals(List.of(), lines("nobody@example.com"));
    assertEquals(List.of(), lines("correct horse"));
  }

  @Test
  @DisplayName("A token that is generated in the console has a line, without the token")
  void tokens() throws Exception {
    ConsoleClient admin = ConsoleClient.at(TENANT).signedIn("admin@example.com");
    String page = "/admin/integrations/report-access";
    String token =
        admin
            .post(page, admin.get(page).form("form").with("generate", ""))
            .between("<code id=\"token\">", "</code>");
    Eventually.holds(
        "logged",
        () -> assertFalse(lines("event=token.generated tenant=logged purpose=reports").isEmpty()));
    assertEquals(List.of(), lines(token));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.2, req-0123456789, true",
    "127.0.0.2, short, false",
    "127.0.0.2, with blank in it, false",
    "127.0.0.9, req-9876543210, false"
  })
  @DisplayName(
      "X-Request-Id is accepted from a trusted proxy only, and only when it is well-formed")
  void requestId(String from, String sent, boolean accepted) throws Exception {
    for (String path : List.of("/scim/v2/Users", "/sign-in", "/nothing-here", "/health/ready")) {
      String head = head(from, path, "X-Request-Id: " + sent);
      assertEquals(accepted, head.contains("\r\nx-request-id: " + sent + "\r\n"), head);
      assertEquals(2, head.split("\r\nx-request-id: [^\r]{8,}\r\n", -1).length, head);
    }
  }

  @Test
  @DisplayName("The trace of a trusted proxy is in the line of a rejection")
  void trace() throws Exception {
    head("127.0.0.2", "/scim/v2/Users", "traceparent: 00-" + TRACE + "-00f067aa0ba902b7-01");
    Eventually.holds("logged", () -> assertFalse(lines("trace=" + TRACE).isEmpty()));
    String other = TRACE.replace('4', '5');
    String head =
        head("127.0.0.9", "/scim/v2/Users", "traceparent: 00-" + other + "-00f067aa0ba902b7-01");
    String id = head.split("x-request-id: ", 2)[1].split("\r\n", 2)[0];
    Eventually.holds("logged", () -> assertFalse(lines(id).isEmpty()));
    assertEquals(List.of(), lines("trace=" + other));
  }

  @Test
  @DisplayName("One line says at the start which versions run and which tenants they serve")
  void startLine() throws Exception {
    List<String> lines = lines("RansomLeak Provisioning ");
    assertEquals(1, lines.size(), lines::toString);
    String line = lines.get(0);
    assertTrue(
        line.matches(
            ".*RansomLeak Provisioning [0-9].* on .*, Java [0-9].*, PostgreSQL [0-9].*, schema"
                + " version [0-9.]+, [0-9]+ tenants: acme, globex, .*"),
        line);
    assertTrue(line.length() < 1_500, line);
  }

  private static List<String> lines(String text) throws IOException {
    return Files.readAllLines(RunningServer.get().log()).stream()
        .filter(line -> line.contains(text))
        .toList();
  }

  private static String head(String from, String path, String header) throws IOException {
    try (RawConnection connection = RawConnection.open(from, 0)) {
      connection.send("GET " + path + " HTTP/1.1\nHost: logged.localhost\n" + header + "\n\n");
      return connection.answer().split("\r\n\r\n", 2)[0].toLowerCase(Locale.ROOT) + "\r\n";
    }
  }
}
