package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Slows down password guessing, on all nodes together. Failures are counted for each subject of an
 * {@link Attempt}. Above the limit of a subject, each failure doubles the wait, from one second to
 * 15 minutes. The limit of an account alone is high, and attempts in known browsers do not count
 * for it, so that others cannot easily lock a user out.
 */
@ApplicationScoped
class LoginThrottle {
  private static final int MAX_WAIT_SECONDS = 900;

  private static final Duration QUIET = Duration.ofMinutes(15);

  private static final String KNOWN =
      """
      select subject, failures, extract(epoch from clock_timestamp() - last_at) as seconds_ago
      from provisioning.sign_in_failure where tenant_id = :tenant and subject = any (:subjects)
      """;

  /** Inserts missing rows and locks all of them until the transaction ends. */
  private static final String LOCK =
      """
      insert into provisioning.sign_in_failure as f (tenant_id, subject, failures, last_at)
      select :tenant, subject, 0, clock_timestamp() from unnest(:subjects) subject order by subject
      on conflict (tenant_id, subject) do update set failures = f.failures
      returning subject, failures, extract(epoch from clock_timestamp() - last_at) as seconds_ago
      """;

  private static final String COUNT =
      """
      update provisioning.sign_in_failure set last_at = clock_timestamp(),
        failures = case when last_at > clock_timestamp() - cast(:quiet as interval) then failures + 1 else 1 end
      where tenant_id = :tenant and subject = any (:subjects)
      """;

  private static final String REPORT =
      """
      update provisioning.sign_in_failure set reported_at = now()
      where tenant_id = :tenant and subject = :subject
        and (reported_at is null or reported_at < now() - cast(:quiet as interval))
      """;

  @PersistenceContext(unitName = "provisioning")
  private EntityManager entities;

  @Inject private Sql sql;
  @Inject private Activity activity;

  /** The failures of one subject, and when the last one happened. */
  record Counted(String subject, int failures, double secondsAgo) {}

  /** How long to wait because of a subject. */
  private record Pause(String subject, long seconds) {}

  /**
   * Checks whether an attempt comes too early, without counting it. The activity log reports that
   * once in 15 minutes.
   *
   * @return how long to wait; empty if the attempt is allowed
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<Duration> pause(TenantId tenant, Attempt attempt, Actor visitor) {
    return reported(tenant, longest(counted(KNOWN, tenant, attempt.subjects()), attempt), visitor);
  }

  /**
   * Counts an attempt, before the password is checked, so that parallel guesses count too: each
   * waits for the row locks and sees the previous count. After 15 minutes without an attempt,
   * counting starts again.
   *
   * @return how long to wait if the attempt comes too early and does not count; else empty
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<Duration> count(TenantId tenant, Attempt attempt, Actor visitor) {
    String[] subjects = attempt.subjects();
    Optional<Pause> pause =
        longest(counted(KNOWN, tenant, subjects), attempt)
            .or(() -> longest(counted(LOCK, tenant, subjects), attempt));
    if (pause.isPresent()) {
      return reported(tenant, pause, visitor);
    }
    sql.of(tenant, COUNT).bind("subjects", subjects).bind("quiet", QUIET.toString()).update();
    return Optional.empty();
  }

  private Optional<Duration> reported(TenantId tenant, Optional<Pause> pause, Actor visitor) {
    pause.ifPresent(found -> report(tenant, found.subject(), visitor));
    return pause.map(found -> Duration.ofSeconds(found.seconds()));
  }

  private List<Counted> counted(String query, TenantId tenant, String[] subjects) {
    return sql.of(tenant, query).bind("subjects", subjects).list(Counted.class);
  }

  private static Optional<Pause> longest(List<Counted> all, Attempt attempt) {
    return all.stream()
        .map(
            counted ->
                new Pause(
                    counted.subject(), wait(counted, attempt.limits().get(counted.subject()))))
        .filter(pause -> pause.seconds() > 0)
        .max(Comparator.comparingLong(Pause::seconds));
  }

  private static long wait(Counted counted, int limit) {
    if (counted.failures() < limit || counted.secondsAgo() > QUIET.toSeconds()) {
      return 0;
    }
    double pause =
        Math.min(Math.pow(2, Math.min(counted.failures() - limit, 20)), MAX_WAIT_SECONDS);
    return Math.max(0, (long) Math.ceil(pause - counted.secondsAgo()));
  }

  private void report(TenantId tenant, String subject, Actor visitor) {
    int due =
        sql.of(tenant, REPORT).bind("subject", subject).bind("quiet", QUIET.toString()).update();
    if (due > 0) {
      Action action =
          visitor.kind() == Actor.Kind.ANONYMOUS
              ? Action.SESSION_THROTTLED_UNKNOWN
              : Action.SESSION_THROTTLED;
      activity.record(
          tenant,
          visitor,
          new Event(action, "User", null, visitor.name(), 429, new Consequences()));
    }
  }

  /**
   * Resets the failures of the account, or of the known browser, after a correct password. The
   * source loses only this attempt, because it may be guessing passwords of other accounts.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void release(TenantId tenant, Attempt attempt) {
    entities
        .createNamedQuery(LoginFailure.DELETE)
        .setParameter("tenant", tenant.value())
        .setParameter("subjects", attempt.reset())
        .executeUpdate();
    attempt
        .source()
        .ifPresent(
            source ->
                entities
                    .createNamedQuery(LoginFailure.FORGIVE_ONE)
                    .setParameter("tenant", tenant.value())
                    .setParameter("subject", source)
                    .executeUpdate());
  }
}
