package com.ransomleak.provisioning.benchmark;

import io.hyperfoil.api.config.BenchmarkBuilder;
import io.hyperfoil.api.config.SequenceBuilder;
import io.hyperfoil.api.statistics.StatisticsSnapshot;
import io.hyperfoil.core.generators.RandomCsvRowStep;
import io.hyperfoil.core.generators.RandomIntStep;
import io.hyperfoil.core.generators.RandomUUIDStep;
import io.hyperfoil.core.impl.LocalBenchmarkData;
import io.hyperfoil.core.impl.LocalSimulationRunner;
import io.hyperfoil.http.config.HttpPluginBuilder;
import io.hyperfoil.http.steps.HttpRequestStepBuilder;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Hyperfoil sends one kind of request over eight connections, each the next as soon as the former
 * is answered.
 *
 * @param origin scheme, host and port
 * @param users a CSV file of id, userName and ceiling item, from which requests take a random line
 */
record Load(String origin, String token, Path users) {
  private static final int CONNECTIONS = 8;

  /** Requests answered, their times, and those that failed. */
  StatisticsSnapshot run(Operation operation, Duration duration) {
    BenchmarkBuilder benchmark =
        BenchmarkBuilder.builder()
            .name(operation.name())
            .data(new LocalBenchmarkData(users))
            .threads(1);
    benchmark
        .addPlugin(HttpPluginBuilder::new)
        .http(origin)
        .sharedConnections(CONNECTIONS)
        .endHttp();
    SequenceBuilder sequence =
        benchmark
            .addPhase(operation.name())
            .always(CONNECTIONS)
            .duration(duration.toMillis())
            .scenario()
            .initialSequence(operation.name());
    if (operation.path.contains("${i") || operation.path.contains("${userName}")) {
      randomUser(sequence);
    }
    if (operation.body != null) {
      sequence
          .stepBuilder(random("number", 1_000_000_000))
          .stepBuilder(random("team", 40))
          .stepBuilder(new RandomUUIDStep.Builder().toVar("uuid"));
    }
    sequence.stepBuilder(request(operation));
    StatisticsSnapshot total = new StatisticsSnapshot();
    new LocalSimulationRunner(
            benchmark.build(),
            (phase, step, metric, snapshot, countDown) -> total.add(snapshot),
            null,
            null)
        .run();
    return total;
  }

  private static RandomIntStep.Builder random(String variable, int limit) {
    RandomIntStep.Builder number = new RandomIntStep.Builder().toVar(variable);
    number.min().value(1);
    number.max().value(limit);
    return number;
  }

  private void randomUser(SequenceBuilder sequence) {
    RandomCsvRowStep.Builder user =
        new RandomCsvRowStep.Builder().file(users.toString()).skipComments(false);
    user.columns().accept("0", "id");
    user.columns().accept("1", "userName");
    user.columns().accept("2", "item");
    sequence.stepBuilder(user);
  }

  private HttpRequestStepBuilder request(Operation operation) {
    HttpRequestStepBuilder request =
        new HttpRequestStepBuilder().method(operation.method).path().pattern(operation.path).end();
    request
        .headers()
        .header("Authorization", "Bearer " + token)
        .header("Accept", "application/scim+json")
        // Hyperfoil's own differs from connection to connection; an identity provider's does not.
        .header("User-Agent", "Okta SCIM Client 1.0.0");
    if (operation.body != null) {
      request.headers().header("Content-Type", "application/scim+json");
      request.body().pattern(operation.body);
    }
    return request;
  }
}
