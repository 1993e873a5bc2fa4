package com.ransomleak.provisioning.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The running PostgreSQL of a cluster's folder, by its {@code postmaster.pid}; for those who did
 * not start it.
 */
public final class Postmaster {
  private final ProcessHandle process;

  private Postmaster(ProcessHandle process) {
    this.process = process;
  }

  /**
   * Finds it. A number that was given to another process since is not taken for it: the file says
   * when it started, too. A file that outlived its process is deleted, since PostgreSQL would not
   * start beside one whose number lives again.
   */
  public static Optional<Postmaster> in(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() < 3) {
      return Optional.empty();
    }
    Instant started = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
    Optional<Postmaster> found =
        ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
            .filter(ProcessHandle::isAlive)
            .filter(process -> startedAbout(process, started))
            .map(Postmaster::new);
    if (found.isEmpty()) {
      Files.deleteIfExists(file);
    }
    return found;
  }

  /** Of all its processes that are alive. */
  Duration cpuTime() {
    return Stream.concat(Stream.of(process), process.descendants())
        .flatMap(each -> each.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Asks it to end once no client is connected, and insists after some seconds. */
  void end() throws InterruptedException {
    process.destroy();
    if (!ended(Duration.ofSeconds(5))) {
      kill();
    }
  }

  /** Ends it at once; what was acknowledged is recovered at its next start. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    ended(Duration.ofSeconds(5));
  }

  /** The same for all its processes, as after a loss of power. */
  public void killAll() throws InterruptedException {
    List<ProcessHandle> sessions = process.descendants().toList();
    kill();
    sessions.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle session : sessions) {
      session.onExit().join();
    }
  }

  private boolean ended(Duration patience) throws InterruptedException {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean startedAbout(ProcessHandle process, Instant started) {
    return process
        .info()
        .startInstant()
        .map(actual -> Duration.between(actual, started).abs().toSeconds() < 60)
        .orElse(true);
  }
}
