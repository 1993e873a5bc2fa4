package com.ransomleak.provisioning.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.Eventually;
import com.ransomleak.provisioning.server.RunningServer;
import com.ransomleak.provisioning.server.TestTenant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * One tenant with more than its share. A request is slow here because the test holds the lock of
 * the user it changes; PostgreSQL tells how many wait for it.
 */
@TestTenant(value = "lumon", settings = "concurrent-requests=3")
@TestTenant(value = "initrode", settings = "requests-per-second=1")
class NoisyNeighbourIT {
  private static final String NOISY = "lumon";
  private static final int SHARE = 3;

  private final RunningServer server = RunningServer.get();
  private final ScimClient noisy = ScimClient.of(NOISY);
  private final ScimClient neighbour = ScimClient.of("globex");
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<ScimAnswer>> slow = new ArrayList<>();
  private String user;
  private Connection lock;

  @BeforeEach
  void somebody() {
    user = noisy.user(ScimClient.unique());
  }

  @AfterEach
  void nobodyWaits() throws Exception {
    unlock();
    threads.shutdownNow();
  }

  @Test
  @DisplayName("N-07, H-14: past its share a tenant gets 429 while its neighbour gets everything")
  void aNoisyTenantDoesNotSlowAnother() throws Exception {
    lock();
    begin(SHARE);
    waiting(SHARE);
    List<Future<ScimAnswer>> tooMany = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      tooMany.add(threads.submit(() -> noisy.get("/Users?count=1")));
    }
    for (int i = 0; i < 50; i++) {
      neighbour.get("/Users?count=1").expect(200);
    }
    for (Future<ScimAnswer> answer : tooMany) {
      ScimAnswer refused = answer.get(30, TimeUnit.SECONDS).expect(429);
      assertTrue(
          refused.header("Retry-After").orElse("").matches("[1-9][0-9]?"), refused::toString);
    }
    unlock();
    finish(200);
    for (int i = 0; i < 4 * SHARE; i++) {
      noisy.get("/Users?count=1").expect(200);
    }
    long lines = linesOfRefusals();
    assertTrue(lines >= 1 && lines <= 5, () -> lines + " lines tell of 30");
    shareIsWhole();
  }

  @Test
  @DisplayName("N-07: whoever comes while the share is taken may wait for a moment")
  void aMomentIsWaited() throws Exception {
    lock();
    begin(SHARE);
    waiting(SHARE);
    Future<ScimAnswer> next = threads.submit(() -> noisy.get("/Users?count=1"));
    unlock();
    next.get(30, TimeUnit.SECONDS).expect(200);
    finish(200);
  }

  @Test
  @DisplayName("N-07: errors of every kind give their places back")
  void errorsGiveTheirPlacesBack() throws Exception {
    for (int i = 0; i < 2 * SHARE; i++) {
      noisy.get("/Nothing").expect(404);
      noisy.get("/Users/unknown").expect(404);
      noisy.get("/Users?filter=").expect(400);
      noisy.post("/Users", "{").expect(400);
      noisy.with("Content-Type", "text/plain").post("/Users", "x").expect(415);
      noisy.with("Accept", "text/html").get("/Users").expect(406);
      noisy.send("DELETE", "/Users", null).expect(405);
      noisy.with("If-Match", "W/\"99\"").delete("/Users/" + user).expect(412);
      noisy.with("Authorization", "Bearer x").get("/Users").expect(401);
    }
    shareIsWhole();
  }

  @Test
  @DisplayName("N-07: clients that hang up give their places back")
  void thoseWhoHangUpGiveTheirPlacesBack() throws Exception {
    lock();
    String patch = ScimClient.patchBody("{\"op\":\"add\",\"value\":{\"title\":\"x\"}}");
    for (int i = 0; i < SHARE; i++) {
      // The last one has not sent all of its body yet.
      int more = i == SHARE - 1 ? 10 : 0;
      hangUpOn(request("PATCH", "/Users/" + user, patch, more), i == SHARE - 1 ? i : i + 1);
    }
    unlock();
    for (int i = 0; i < 2 * SHARE; i++) {
      hangUpOn(request("GET", "/Users?count=1000", "", 0), 0);
    }
    shareIsWhole();
  }

  @Test
  @DisplayName("N-07, H-14: a rate of requests, where one is set, with time to catch up")
  void aRateMayBeSet() {
    ScimClient client = ScimClient.of("initrode");
    for (int i = 0; i < 10; i++) {
      client.get("/Users?count=1").expect(200);
    }
    for (int i = 0; i < 100; i++) {
      ScimAnswer answer = client.get("/Users?count=1");
      if (answer.status() == 429) {
        assertEquals("1", answer.header("Retry-After").orElse(""), answer::toString);
        return;
      }
    }
    throw new AssertionError("110 requests were let in at one per second");
  }

  /** As many as may be at work at once are, and one more is not. */
  private void shareIsWhole() throws Exception {
    lock();
    begin(SHARE);
    waiting(SHARE);
    noisy.get("/Users?count=1").expect(429);
    unlock();
    finish(200);
  }

  private void begin(int requests) {
    for (int i = 0; i < requests; i++) {
      slow.add(
          threads.submit(
              () ->
                  noisy.patch(
                      "/Users/" + user,
                      "{\"op\":\"add\",\"value\":{\"title\":\"" + ScimClient.unique() + "\"}}")));
    }
  }

  private void finish(int status) throws Exception {
    for (Future<ScimAnswer> answer : slow) {
      answer.get(30, TimeUnit.SECONDS).expect(status);
    }
    slow.clear();
  }

  private void lock() throws SQLException {
    lock = server.access().connectAsMigrator();
    lock.setAutoCommit(false);
    try (var select =
        lock.prepareStatement("select from provisioning.scim_user where id = ? for update")) {
      select.setString(1, user);
      select.execute();
    }
  }

  private void unlock() throws SQLException {
    if (lock != null) {
      lock.close();
      lock = null;
    }
  }

  private void waiting(int requests) throws Exception {
    Eventually.holds(
        requests + " wait for the lock", () -> assertEquals(requests, waitingForLock()));
  }

  private int waitingForLock() throws SQLException {
    try (Connection database = server.access().connectAsMigrator();
        var query =
            database.prepareStatement(
                "select count(*) from pg_locks where not granted and pid <> pg_backend_pid()")) {
      try (var row = query.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  private long linesOfRefusals() throws SQLException {
    try (Connection database = server.access().connectAsMigrator();
        var query =
            database.prepareStatement(
                "select count(*) from provisioning.activity join provisioning.tenant using"
                    + " (tenant_id) where subdomain = ? and action = 'rejected.rateLimited' and"
                    + " status = 429")) {
      query.setString(1, NOISY);
      try (var row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /**
   * A request as bytes.
   *
   * @param missing how much longer than the body its announced length is
   */
  private byte[] request(String method, String path, String body, int missing) {
    return """
    %s /scim/v2%s HTTP/1.1\r
    Host: %s\r
    Authorization: Bearer %s\r
    Content-Type: application/scim+json\r
    Content-Length: %d\r
    \r
    %s\
    """
        .formatted(
            method, path, server.host(NOISY), server.token(NOISY), body.length() + missing, body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends a request and ends the connection by force when so many wait for the lock. */
  private void hangUpOn(byte[] request, int waiting) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.baseUri().getPort())) {
      socket.setSoLinger(true, 0);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      if (waiting > 0) {
        waiting(waiting);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
