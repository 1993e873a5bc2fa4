package com.ransomleak.provisioning.benchmark;

import io.hyperfoil.api.config.BenchmarkBuilder;
import io.hyperfoil.api.config.SequenceBuilder;
import io.hyperfoil.api.statistics.StatisticsSnapshot;
import io.hyperfoil.core.generators.RandomCsvRowStep;
import io.hyperfoil.core.generators.RandomIntStep;
import io.hyperfoil.core.generators.RandomItemStep;
import io.hyperfoil.core.generators.RandomUUIDStep;
import io.hyperfoil.core.impl.LocalBenchmarkData;
import io.hyperfoil.core.impl.LocalSimulationRunner;
import io.hyperfoil.http.config.HttpPluginBuilder;
import io.hyperfoil.http.steps.HttpRequestStepBuilder;
import java.time.Duration;
import java.util.List;

/**
 * Hyperfoil sends requests over some connections, each the next as soon as the previous one is
 * answered.
 *
 * @param origin scheme, host and port
 */
record Load(String origin, String token, Dataset data) {
  private static final String MEASURED = "measured";

  /** Requests answered, their times, and those that failed. */
  StatisticsSnapshot run(Operation operation, Duration duration) {
    return run(operation.requests, operation.connections, duration);
  }

  StatisticsSnapshot run(List<Request> requests, int connections, Duration duration) {
    BenchmarkBuilder benchmark =
        BenchmarkBuilder.builder()
            .name(MEASURED)
            .data(new LocalBenchmarkData(data.users()))
            .threads(1);
    benchmark
        .addPlugin(HttpPluginBuilder::new)
        .http(origin)
        .sharedConnections(connections)
        .endHttp();
    SequenceBuilder sequence =
        benchmark
            .addPhase(MEASURED)
            .always(connections)
            .duration(duration.toMillis())
            .scenario()
            .initialSequence(MEASURED);
    if (requests.stream().anyMatch(Request::isAboutUser)) {
      randomUser(sequence);
    }
    RandomItemStep.Builder active = new RandomItemStep.Builder().toVar("active");
    active.list().add("true", 1).add("false", 1);
    sequence
        .stepBuilder(random("number", 1_000_000_000))
        .stepBuilder(random("team", 40))
        .stepBuilder(active);
    for (Request request : requests) {
      sequence.stepBuilder(new RandomUUIDStep.Builder().toVar("uuid")).stepBuilder(step(request));
    }
    StatisticsSnapshot total = new StatisticsSnapshot();
    new LocalSimulationRunner(
            benchmark.build(),
            (phase, step, metric, snapshot, countDown) -> {
              if (metric.equals(MEASURED)) {
                total.add(snapshot);
              }
            },
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
        new RandomCsvRowStep.Builder().file(data.users().toString()).skipComments(false);
    user.columns().accept("0", "id");
    user.columns().accept("1", "userName");
    user.columns().accept("2", "item");
    sequence.stepBuilder(user);
  }

  private HttpRequestStepBuilder step(Request request) {
    HttpRequestStepBuilder step =
        new HttpRequestStepBuilder()
            .method(request.method())
            .metric(request.measured() ? MEASURED : "restoring")
            .path()
            .pattern(data.fill(request.path()))
            .end();
    step.headers()
        .header("Authorization", "Bearer " + token)
        .header("Accept", "application/scim+json")
        // Hyperfoil's own differs from connection to connection; an identity provider's does not.
        .header("User-Agent", "Okta SCIM Client 1.0.0");
    if (request.body() != null) {
      step.headers().header("Content-Type", "application/scim+json");
      step.body().pattern(request.body());
    }
    return step;
  }
}
