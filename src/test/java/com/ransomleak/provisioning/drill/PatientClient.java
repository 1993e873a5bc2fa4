package com.ransomleak.provisioning.drill;

import com.ransomleak.provisioning.client.ScimAnswer;
import com.ransomleak.provisioning.client.ScimClient;
import com.ransomleak.provisioning.server.ProxyProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Sends requests through the proxy, each again and again until it is answered. */
final class PatientClient {
  static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Shorter than {@code Retry-After}, so that the measured outage is that of the service. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final Duration TIMEOUT = Duration.ofSeconds(40);

  /** The request was not carried out, or its outcome is not known. */
  private static final Set<Integer> REPEATED = Set.of(429, 502, 503, 504);

  private final HttpClient http;
  private final URI base;
  private final String token;
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private Duration longest = Duration.ZERO;
  private String longestAttempts = "";

  PatientClient(ProxyProcess proxy, String token) throws IOException, GeneralSecurityException {
    this.base = proxy.baseUri();
    this.token = token;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(proxy.tls())
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  /**
   * The answer to a request.
   *
   * @param isRepeated whether it was sent more than once, so that an earlier attempt may have
   *     succeeded without an answer
   */
  record Exchange(ScimAnswer answer, boolean isRepeated) {
    int status() {
      return answer.status();
    }

    ScimAnswer expect(int status) {
      return answer.checked().expect(status);
    }
  }

  /** How many attempts failed, by status or exception. */
  Map<String, Integer> failures() {
    return new TreeMap<>(failures);
  }

  /** The longest time from the first attempt of a request to its answer. */
  synchronized Duration longest() {
    return longest;
  }

  /** The attempts of that request. */
  synchronized String longestAttempts() {
    return longestAttempts;
  }

  private synchronized void answered(Duration took, String attempts) {
    if (took.compareTo(longest) > 0) {
      longest = took;
      longestAttempts = attempts;
    }
  }

  Exchange send(String method, String path, String body) {
    HttpRequest.BodyPublisher content =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + ScimClient.encoded(path)))
            .timeout(TIMEOUT)
            .header("Host", "acme.localhost")
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/scim+json")
            .method(method, content)
            .build();
    StringBuilder attempts = new StringBuilder(method + " " + path);
    long start = System.nanoTime();
    for (int attempt = 0; System.nanoTime() - start < PATIENCE.toNanos(); attempt++) {
      String failure;
      try {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (!REPEATED.contains(response.statusCode())) {
          Duration took = Duration.ofNanos(System.nanoTime() - start);
          answered(took, attempts + " " + response.statusCode() + " after " + took);
          return new Exchange(
              new ScimAnswer(
                  method + " " + path,
                  response.statusCode(),
                  response.headers(),
                  response.body(),
                  took),
              attempt > 0);
        }
        failure = Integer.toString(response.statusCode());
      } catch (IOException e) {
        failure = e.getClass().getSimpleName();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      failures.merge(failure, 1, Integer::sum);
      attempts
          .append(", ")
          .append(failure)
          .append(" after ")
          .append(Duration.ofNanos(System.nanoTime() - start));
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new AssertionError(method + " " + path + " was never answered: " + failures);
  }
}
