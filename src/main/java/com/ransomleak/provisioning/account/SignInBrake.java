package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes guessing passwords slow, on all nodes together. Failures are counted by the subjects of an
 * {@link Attempt}. Past its limit each further failure doubles the wait, from a second up to a
 * quarter of an hour. The limit of an account alone is high, and known browsers do not count there,
 * so that others cannot easily lock somebody out.
 */
@ApplicationScoped
class SignInBrake {
  private static final int MAX_WAIT_SECONDS = 900;

  private static final Duration QUIET = Duration.ofMinutes(15);

  @Inject private Database database;
  @Inject private Activity activity;

  /** What was counted for one subject, how long ago the last time. */
  private record Counted(String subject, int failures, double secondsAgo) {}

  /** How long to wait, and what for. */
  private record Pause(String subject, long seconds) {}

  /**
   * Whether an attempt comes too early, without counting it: no row is written for it. The activity
   * tells it once in a quarter of an hour.
   *
   * @return how long to wait
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<Duration> pause(TenantId tenant, Attempt attempt, Actor visitor) {
    database.enter(tenant.value());
    return told(tenant, longest(known(tenant, attempt.subjects()), attempt), visitor);
  }

  /**
   * Counts an attempt, before the password is looked at, so that parallel guesses count too: they
   * wait for the rows, and each sees what the one before it wrote. After a quarter of an hour
   * without an attempt the counting begins anew.
   *
   * @return how long to wait, when the attempt comes too early; then it does not count
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<Duration> count(TenantId tenant, Attempt attempt, Actor visitor) {
    database.enter(tenant.value());
    String[] subjects = attempt.subjects();
    Optional<Pause> pause =
        longest(known(tenant, subjects), attempt)
            .or(() -> longest(locked(tenant, subjects), attempt));
    if (pause.isPresent()) {
      return told(tenant, pause, visitor);
    }
    database.update(
        """
        update provisioning.sign_in_failure set last_at = clock_timestamp(),
          failures = case when last_at > clock_timestamp() - cast(? as interval) then failures + 1 else 1 end
        where tenant_id = ? and subject = any (?)
        """,
        QUIET.toString(),
        tenant.value(),
        subjects);
    return Optional.empty();
  }

  private Optional<Duration> told(TenantId tenant, Optional<Pause> pause, Actor visitor) {
    pause.ifPresent(found -> tell(tenant, found.subject(), visitor));
    return pause.map(found -> Duration.ofSeconds(found.seconds()));
  }

  private List<Counted> known(TenantId tenant, String[] subjects) {
    return database.query(
        """
        select subject, failures, extract(epoch from clock_timestamp() - last_at)
        from provisioning.sign_in_failure where tenant_id = ? and subject = any (?)
        """,
        SignInBrake::counted,
        tenant.value(),
        subjects);
  }

  /** The rows of these subjects, made where there are none, and ours until the transaction ends. */
  private List<Counted> locked(TenantId tenant, String[] subjects) {
    return database.query(
        """
        insert into provisioning.sign_in_failure as f (tenant_id, subject, failures, last_at)
        select ?, subject, 0, clock_timestamp() from unnest(?) subject order by subject
        on conflict (tenant_id, subject) do update set failures = f.failures
        returning subject, failures, extract(epoch from clock_timestamp() - last_at)
        """,
        SignInBrake::counted,
        tenant.value(),
        subjects);
  }

  private static Counted counted(ResultSet row) throws SQLException {
    return new Counted(row.getString(1), row.getInt(2), row.getDouble(3));
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

  private void tell(TenantId tenant, String subject, Actor visitor) {
    int due =
        database.update(
            """
            update provisioning.sign_in_failure set told_at = now()
            where tenant_id = ? and subject = ? and (told_at is null or told_at < now() - cast(? as interval))
            """,
            tenant.value(),
            subject,
            QUIET.toString());
    if (due > 0) {
      String action =
          visitor.kind() == Actor.Kind.STRANGER ? "session.throttledUnknown" : "session.throttled";
      activity.record(
          tenant,
          visitor,
          new Event(action, "User", null, visitor.name(), 429, Set.of(), List.of()));
    }
  }

  /**
   * The password was right: the account, or the known browser, starts again without failures. The
   * source loses only this attempt, since other accounts may be guessed from there.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void release(TenantId tenant, Attempt attempt) {
    database.update(
        "delete from provisioning.sign_in_failure where tenant_id = ? and subject = any (?)",
        tenant.value(),
        attempt.reset());
    database.update(
        "update provisioning.sign_in_failure set failures = greatest(failures - 1, 0) where"
            + " tenant_id = ? and subject = ?",
        tenant.value(),
        attempt.source().orElse(null));
  }
}
