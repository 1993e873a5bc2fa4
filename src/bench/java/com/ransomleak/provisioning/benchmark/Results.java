package com.ransomleak.provisioning.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All measurements, and the medians of the rounds as Markdown tables. */
final class Results {
  private final Map<Operation, List<Measurement>> rounds = new EnumMap<>(Operation.class);
  private Duration emptyReady;
  private Duration ready;
  private long emptyMemory;
  private long memory;
  private long requests;
  private Duration minute;
  private Measurement cold;

  void add(Operation operation, Measurement measurement) {
    rounds.computeIfAbsent(operation, any -> new ArrayList<>()).add(measurement);
  }

  /** Of a server without the product: the time to its first answer, and its memory in MB. */
  void emptyServer(Duration ready, long memory) {
    this.emptyReady = ready;
    this.emptyMemory = memory;
  }

  /** The memory in MB of the server with the product, after so many requests. */
  void memory(long requests, long memory) {
    this.requests = requests;
    this.memory = memory;
  }

  /** The time to the first answer after a start with data, and creates from then on. */
  void coldStart(Duration ready, Duration minute, Measurement creates) {
    this.ready = ready;
    this.minute = minute;
    this.cold = creates;
  }

  String table(int users) {
    StringBuilder table =
        new StringBuilder()
            .append(
                "%s, Java %s, %d processors for load tool, server and database; %,d users\n\n"
                    .formatted(
                        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                        System.getProperty("java.version"),
                        Runtime.getRuntime().availableProcessors(),
                        users))
            .append(
                "| operation | connections | requests/s | of ceiling | aim | p50 ms | p99 ms | CPU"
                    + " ms server | CPU ms database |\n"
                    + "|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    for (Operation operation : rounds.keySet()) {
      table.append(line(operation));
    }
    return table.append(starts()).toString();
  }

  private String line(Operation operation) {
    double perSecond = median(operation, Measurement::perSecond);
    String ofCeiling =
        operation.hasCeiling()
            ? "%.0f %%"
                .formatted(100 * perSecond / median(operation.ceiling(), Measurement::perSecond))
            : "";
    return String.format(
        Locale.ROOT,
        "| %s | %d | %,.0f | %s | %s | %.1f | %.1f | %.2f | %.2f |\n",
        operation.title,
        operation.connections,
        perSecond,
        ofCeiling,
        operation.aim,
        median(operation, round -> round.millisecondsWithin(50)),
        median(operation, round -> round.millisecondsWithin(99)),
        median(operation, Measurement::serverMilliseconds),
        median(operation, Measurement::databaseMilliseconds));
  }

  private String starts() {
    return String.format(
        Locale.ROOT,
        """

        | | empty server | with the product | | aim |
        |---|--:|--:|--:|--:|
        | time to ready, s | %.1f | %.1f | + %.1f | + 2 |
        | memory after %,d requests, MB | %d | %d | %.2f × | 1.2 × |
        | create in the first %d s after a start, of the warm rate | | %,.0f/s | %.0f %% | 50 %% |
        """,
        emptyReady.toMillis() / 1e3,
        ready.toMillis() / 1e3,
        ready.minus(emptyReady).toMillis() / 1e3,
        requests,
        emptyMemory,
        memory,
        (double) memory / emptyMemory,
        minute.toSeconds(),
        cold.perSecond(),
        100 * cold.perSecond() / median(Operation.CREATE, Measurement::perSecond));
  }

  /** Not a number when the operation was not measured. */
  private double median(Operation operation, ToDoubleFunction<Measurement> figure) {
    if (!rounds.containsKey(operation)) {
      return Double.NaN;
    }
    double[] sorted = rounds.get(operation).stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
