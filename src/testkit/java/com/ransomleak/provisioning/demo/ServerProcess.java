package com.ransomleak.provisioning.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An application server with the WAR, as a process of its own on loopback. Its output goes to a log
 * file.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Pattern CAUSE =
      Pattern.compile("^\\s*Caused by: (?:[\\w.$]+(?:Exception|Error): )?(.+)$");

  private static final Predicate<String> NAMES_SETTING =
      Pattern.compile("^(?:provisioning|tenant)\\.[a-z]").asPredicate();

  /** Longer than the server waits for running requests. */
  private static final Duration STOP = Duration.ofSeconds(30);

  private final Process process;
  private final URI baseUri;
  private final Path log;

  private ServerProcess(Process process, URI baseUri, Path log) {
    this.process = process;
    this.baseUri = baseUri;
    this.log = log;
  }

  /**
   * Starts a server.
   *
   * @param environment added to ours
   * @param baseUri where SCIM will answer
   * @param log replaced
   */
  public static ServerProcess start(
      List<String> command, Map<String, String> environment, URI baseUri, Path log)
      throws IOException {
    Files.createDirectories(log.getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    // No proxy must notice that a node of the demo or of a test stops.
    builder.environment().put("PROVISIONING_DRAIN_TIME", "PT0S");
    builder.environment().putAll(environment);
    return new ServerProcess(builder.start(), baseUri, log);
  }

  /** The SCIM base URI, without a slash at its end. */
  public URI baseUri() {
    return baseUri;
  }

  /** Everything the server wrote since it was started. */
  public Path log() {
    return log;
  }

  /**
   * Returns when the WAR answers.
   *
   * @throws StartFailure when the server ended, refused the WAR or took longer than {@code
   *     patience}
   */
  public void awaitReady(Duration patience) throws IOException, InterruptedException {
    awaitReady(patience, URI.create(baseUri + "/ServiceProviderConfig"));
  }

  /** The same for another address. */
  public void awaitReady(Duration patience, URI address) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build();
    long deadline = System.nanoTime() + patience.toNanos();
    while (!answers(client, request)) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new StartFailure("The application did not start" + reason());
      }
      if (System.nanoTime() > deadline) {
        throw new StartFailure(
            "The application was not ready within " + patience.toSeconds() + " s" + reason());
      }
    }
  }

  public long pid() {
    return process.pid();
  }

  /** The CPU time of the server since its start. */
  public Duration cpuTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Returns the exit status when the server has ended, by itself or by {@link #close}. */
  public int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  /** Sends SIGTERM alone: {@link #close} also closes the pipe that tells it that we have ended. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** Stops the server, by force after some seconds. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Kills the server and waits until the process has ended. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private boolean answers(HttpClient client, HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
      // Another server on this port must not be mistaken for this one.
      return response.statusCode() == 200 && process.isAlive();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The last innermost cause in the log, and the path of the log. */
  private String reason() throws IOException {
    String reason = reasonIn(Files.readString(log, StandardCharsets.UTF_8));
    return (reason.isEmpty() ? "" : ": ") + reason.replaceFirst("\\.?$", ".") + " See " + log + ".";
  }

  /** The innermost cause that names a setting, else the innermost one; empty without a cause. */
  static String reasonIn(String log) {
    String reason = "";
    for (String line : log.lines().toList()) {
      Matcher cause = CAUSE.matcher(line);
      if (cause.matches() && (NAMES_SETTING.test(cause.group(1)) || !NAMES_SETTING.test(reason))) {
        reason = cause.group(1);
      }
    }
    return reason;
  }
}
