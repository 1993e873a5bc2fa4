package com.ransomleak.provisioning.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;

/** Requests one address repeatedly and collects the different outcomes. */
public final class Poller implements AutoCloseable {
  public static final String NO_CONNECTION = "no connection";
  public static final String CUT_OFF = "connection closed without answer";

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Set<String> seen = new ConcurrentSkipListSet<>();
  private final HttpRequest request;
  private final Thread thread = new Thread(this::run, "poller");
  private volatile boolean ended;

  public Poller(URI address, String host) {
    request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(20))
            .header("Host", host)
            .header("Accept", "application/scim+json")
            .build();
    thread.start();
  }

  /** Each different outcome so far, such as {@code 503 retry body}. */
  public Set<String> seen() {
    return Set.copyOf(seen);
  }

  /** Status, {@code retry} if Retry-After is present, {@code body} if there is a body. */
  public static String outcome(HttpResponse<String> answer) {
    return answer.statusCode()
        + (answer.headers().firstValue("Retry-After").isPresent() ? " retry" : "")
        + (answer.body().isBlank() ? "" : " body");
  }

  @Override
  public void close() {
    end();
  }

  /** Stops the requests. */
  public void end() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!ended) {
      try {
        seen.add(outcome(client.send(request, HttpResponse.BodyHandlers.ofString())));
      } catch (ConnectException e) {
        seen.add(NO_CONNECTION);
      } catch (IOException e) {
        seen.add(CUT_OFF);
      } catch (InterruptedException e) {
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
