package com.ransomleak.provisioning.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The runs of the timers of this node: how long they take, which fail, and the last success. */
@ApplicationScoped
public class TimerRuns {
  private final Map<String, Meters> byTimer = new ConcurrentHashMap<>();

  @Inject private MeterRegistry registry;

  /** Registers a timer when the application starts. Its last success is this start. */
  public void register(String timer) {
    meters(timer);
  }

  /**
   * Runs the work of a timer and measures it.
   *
   * @param timer few values, because it is a label
   * @param work calls {@link #failed} for each step that fails
   */
  public void run(String timer, Runnable work) {
    Meters meters = meters(timer);
    double failures = meters.failures().count();
    meters.duration().record(work);
    if (meters.failures().count() == failures) {
      meters.lastSuccess().set(System.currentTimeMillis());
    }
  }

  /** Counts a step that failed, for example for one tenant. */
  public void failed(String timer) {
    meters(timer).failures().increment();
  }

  private Meters meters(String timer) {
    return byTimer.computeIfAbsent(timer, this::create);
  }

  private Meters create(String timer) {
    AtomicLong lastSuccess = new AtomicLong(System.currentTimeMillis());
    TimeGauge.builder(
            "provisioning.timer.last.success.timestamp",
            lastSuccess,
            TimeUnit.MILLISECONDS,
            AtomicLong::get)
        .description("When the timer last ran without a failure, or the start of the node")
        .tag("timer", timer)
        .strongReference(true)
        .register(registry);
    return new Meters(
        Timer.builder("provisioning.timer.run")
            .description("Runs of the timer")
            .tag("timer", timer)
            .register(registry),
        Counter.builder("provisioning.timer.failures")
            .description("Steps of the timer that failed; the next run tries again")
            .tag("timer", timer)
            .register(registry),
        lastSuccess);
  }

  /**
   * The meters of one timer.
   *
   * @param lastSuccess in milliseconds since 1970
   */
  private record Meters(Timer duration, Counter failures, AtomicLong lastSuccess) {}
}
