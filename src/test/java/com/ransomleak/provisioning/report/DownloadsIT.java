package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ApiAnswer;
import com.ransomleak.provisioning.client.ApiClient;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.demo.ResourceRows;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Readers who do not read: what they hold is little, and not for long. Their lists are larger than
 * what the sockets between take.
 */
@TestTenant("initech")
@TestTenant("umbrella")
@TestTenant("stark")
class DownloadsIT {
  private static final List<String> TENANTS = List.of("initech", "umbrella", "stark");
  private static final String LIST = "/people?format=csv";
  private static final Duration LONGER_THAN_THE_LIMIT = Duration.ofSeconds(100);

  private final String name = ScimClient.unique();
  private final List<Reader> readers = new ArrayList<>();

  /** One who asked, and has seen nothing but the first byte of the answer. */
  private record Reader(Socket socket) {
    static Reader of(String tenant) throws IOException {
      URI server = RunningServer.get().baseUri();
      Socket socket = new Socket();
      socket.setReceiveBufferSize(4096);
      socket.setSoTimeout(60_000);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
      String request =
          "GET /api/v1%s HTTP/1.0\r\nHost: %s\r\nAuthorization: Bearer %s\r\nAccept-Encoding: gzip\r\n\r\n"
              .formatted(LIST, RunningServer.get().host(tenant), ApiClient.token(tenant));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertEquals('H', socket.getInputStream().read());
      return new Reader(socket);
    }

    /** What comes when they go on, until the server says or shows that it is over. */
    byte[] body() throws IOException {
      ByteArrayOutputStream rest = new ByteArrayOutputStream();
      byte[] some = new byte[65_536];
      try {
        for (int n = 0; n >= 0; n = socket.getInputStream().read(some)) {
          rest.write(some, 0, n);
        }
      } catch (java.net.SocketException e) {
        // The server has torn the connection, as some do then.
      }
      String text = rest.toString(StandardCharsets.ISO_8859_1);
      return text.substring(text.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  @BeforeEach
  void fill() throws SQLException {
    for (String tenant : TENANTS.subList(0, 2)) {
      execute(
          ResourceRows.users(
                  """
                  select tenant_id, id, document, jsonb_build_object('userName', document ->> 'userName', 'active', true)
                  from (select t.tenant_id, gen_random_uuid() as id,
                      jsonb_build_object('userName', '%1$s-' || n, 'title', (select string_agg(md5(n || ' ' || part), '') from generate_series(1, 120) part), 'active', true) as document
                    from provisioning.tenant t, generate_series(1, 8000) n where t.subdomain = '%2$s') made
                  """)
              .formatted(name, tenant));
    }
  }

  @AfterEach
  void clear() throws SQLException, IOException {
    for (Reader reader : readers) {
      reader.socket().close();
    }
    execute("delete from provisioning.scim_user where user_name_key like '" + name + "-%'");
  }

  @Test
  @DisplayName(
      "Two of a tenant, four in all: the next hears 503 at once, pages and others go on; who goes"
          + " away or is too slow gives the place back, and half a report does not look whole")
  void readersWhoDoNotRead() throws Exception {
    ApiClient first = ApiClient.of(TENANTS.get(0));
    ApiClient second = ApiClient.of(TENANTS.get(1));
    ApiClient third = ApiClient.of(TENANTS.get(2));
    for (int i = 0; i < 3; i++) {
      assertEquals(200, first.send("HEAD", LIST).status(), "HEAD keeps no place");
      first.get(LIST + "&sort=x").expect(400);
    }
    ask(0);
    ask(0);
    ApiAnswer refused = first.get(LIST).expect(503);
    assertTrue(Integer.parseInt(refused.header("Retry-After")) > 0, refused::toString);
    assertEquals("", refused.header("Content-Disposition"));
    first.get("/people").expect(200);
    third.get(LIST).expect(200);
    ask(1);
    ask(1);
    third.get(LIST).expect(503);
    third.get("/people").expect(200);
    ScimClient.of(TENANTS.get(2)).get("/Users?count=1").expect(200);

    readers.get(0).socket().close();
    Eventually.holds(
        "gone away", LONGER_THAN_THE_LIMIT, () -> assertEquals(200, third.get(LIST).status()));
    Eventually.holds(
        "cut",
        LONGER_THAN_THE_LIMIT,
        () -> {
          assertEquals(0, transactions());
          assertEquals(200, first.get(LIST).status());
          assertEquals(200, second.get(LIST).status());
        });
    for (Reader reader : readers.subList(1, 4)) {
      GZIPInputStream half = new GZIPInputStream(new ByteArrayInputStream(reader.body()));
      assertThrows(EOFException.class, half::readAllBytes);
    }
    assertTrue(first.get(LIST).body().lines().count() > 8000, "what is read comes whole");
  }

  private void ask(int tenant) throws IOException {
    readers.add(Reader.of(TENANTS.get(tenant)));
  }

  /** Of statements that wait for somebody to read their rows. */
  private static int transactions() throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var statement = database.createStatement();
        var row =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where state like 'idle in transaction%'"
                    + " and state_change < now() - interval '2 seconds'")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void execute(String statement) throws SQLException {
    try (Connection database = RunningServer.get().access().connectAsMigrator();
        var update = database.createStatement()) {
      update.execute(statement);
    }
  }
}
