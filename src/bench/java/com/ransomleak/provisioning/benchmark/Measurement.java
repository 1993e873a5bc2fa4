package com.ransomleak.provisioning.benchmark;

import io.hyperfoil.api.statistics.StatisticsSnapshot;
import java.time.Duration;

/** One operation in one round. */
record Measurement(
    StatisticsSnapshot answers, Duration length, Duration server, Duration database) {
  double perSecond() {
    return answers.responseCount / (length.toMillis() / 1000.0);
  }

  double millisecondsWithin(double percent) {
    return answers.histogram.getValueAtPercentile(percent) / 1e6;
  }

  double serverMilliseconds() {
    return server.toNanos() / 1e6 / answers.responseCount;
  }

  double databaseMilliseconds() {
    return database.toNanos() / 1e6 / answers.responseCount;
  }
}
