package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.http.Network;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes guessing passwords slow, on all nodes together: attempts are counted by account and source,
 * by source, and by account. Past its limit each further failure doubles the wait, from a second up
 * to a quarter of an hour. The limit of an account alone is high, so that a stranger cannot easily
 * shut somebody out.
 */
@ApplicationScoped
class SignInBrake {
  private static final int LIMIT_OF_PAIR = 5;
  private static final int LIMIT_OF_SOURCE = 20;
  private static final int LIMIT_OF_ACCOUNT = 50;
  private static final int LONGEST_SECONDS = 900;

  private static final Duration QUIET = Duration.ofMinutes(15);

  @Inject private Database database;
  @Inject private Activity activity;

  /** What was counted for one subject, how long ago the last time. */
  private record Counted(String subject, int failures, double secondsAgo) {}

  /** How long to wait, and what for. */
  private record Pause(String subject, long seconds) {}

  /**
   * Counts an attempt, before the password is looked at, so that parallel guesses count too: they
   * queue up for the rows and each sees what the one before it wrote. After a quarter of an hour of
   * quiet the counting begins anew.
   *
   * @return how long to wait, when this attempt comes too early; it then leaves nothing behind, and
   *     is told in the activity once in a quarter of an hour
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<Duration> attempt(TenantId tenant, String account, Actor visitor) {
    database.enter(tenant.value());
    Map<String, Integer> limits =
        Map.of(
            pair(account, visitor.source()), LIMIT_OF_PAIR,
            source(visitor.source()), LIMIT_OF_SOURCE,
            account(account), LIMIT_OF_ACCOUNT);
    String[] subjects = limits.keySet().toArray(String[]::new);
    // Who must wait already neither waits for rows nor makes any, whatever names they think of.
    Optional<Pause> pause =
        longest(known(tenant, subjects), limits)
            .or(() -> longest(locked(tenant, subjects), limits));
    if (pause.isPresent()) {
      tell(tenant, pause.get().subject(), visitor);
      return pause.map(p -> Duration.ofSeconds(p.seconds()));
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

  private static Optional<Pause> longest(List<Counted> all, Map<String, Integer> limits) {
    return all.stream()
        .map(counted -> new Pause(counted.subject(), wait(counted, limits.get(counted.subject()))))
        .filter(pause -> pause.seconds() > 0)
        .max(Comparator.comparingLong(Pause::seconds));
  }

  private static long wait(Counted counted, int limit) {
    if (counted.failures() < limit || counted.secondsAgo() > QUIET.toSeconds()) {
      return 0;
    }
    double pause = Math.min(Math.pow(2, Math.min(counted.failures() - limit, 20)), LONGEST_SECONDS);
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

  /** The attempt was good: the account is itself again; the source loses only this attempt. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void release(TenantId tenant, String account, String source) {
    database.update(
        "delete from provisioning.sign_in_failure where tenant_id = ? and subject = any (?)",
        tenant.value(),
        new String[] {pair(account, source), account(account)});
    database.update(
        "update provisioning.sign_in_failure set failures = greatest(failures - 1, 0) where"
            + " tenant_id = ? and subject = ?",
        tenant.value(),
        source(source));
  }

  /** Nobody looked at the password: the attempt says nothing. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void takeBack(TenantId tenant, String account, String source) {
    database.enter(tenant.value());
    database.update(
        """
        with mine as (
          select subject from provisioning.sign_in_failure where tenant_id = ? and subject = any (?) order by subject for update)
        update provisioning.sign_in_failure f set failures = greatest(failures - 1, 0)
        from mine where tenant_id = ? and f.subject = mine.subject
        """,
        tenant.value(),
        new String[] {pair(account, source), source(source), account(account)},
        tenant.value());
  }

  private static String pair(String account, String source) {
    return "pair " + account + " " + Network.of(source);
  }

  private static String source(String source) {
    return "source " + Network.of(source);
  }

  private static String account(String account) {
    return "account " + account;
  }
}
