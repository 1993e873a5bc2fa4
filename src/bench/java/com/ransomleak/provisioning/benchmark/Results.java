package com.ransomleak.provisioning.benchmark;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All measurements, and the medians of the rounds as a Markdown table. */
final class Results {
  private final int users;
  private final Map<Operation, List<Measurement>> rounds = new EnumMap<>(Operation.class);

  Results(int users) {
    this.users = users;
  }

  void add(Operation operation, Measurement measurement) {
    rounds.computeIfAbsent(operation, any -> new ArrayList<>()).add(measurement);
  }

  String table() {
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
                "| operation | requests/s | of ceiling | aim | p50 ms | p99 ms | CPU ms server | CPU ms"
                    + " database |\n|---|--:|--:|--:|--:|--:|--:|--:|\n");
    for (Operation operation : rounds.keySet()) {
      table.append(line(operation));
    }
    return table.toString();
  }

  private String line(Operation operation) {
    double ofCeiling =
        100
            * median(operation, Measurement::perSecond)
            / median(operation.ceiling(), Measurement::perSecond);
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %.0f %% | %d %% | %.1f | %.1f | %.2f | %.2f |\n",
        operation.title,
        median(operation, Measurement::perSecond),
        ofCeiling,
        operation.aim(),
        median(operation, round -> round.millisecondsWithin(50)),
        median(operation, round -> round.millisecondsWithin(99)),
        median(operation, Measurement::serverMilliseconds),
        median(operation, Measurement::databaseMilliseconds));
  }

  private double median(Operation operation, ToDoubleFunction<Measurement> figure) {
    double[] sorted = rounds.get(operation).stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
