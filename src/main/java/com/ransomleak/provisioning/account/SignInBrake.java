package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.store.Database;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Optional;

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

  @Inject private Database database;

  /**
   * Counts an attempt, before the password is looked at, so that parallel guesses count too. After
   * a quarter of an hour of quiet the counting begins anew.
   *
   * @return how long to wait, when this attempt comes too early; it is then not counted
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<Duration> attempt(TenantId tenant, String account, String source) {
    database.enter(tenant.value());
    int seconds =
        database
            .query(
                """
                select coalesce(ceil(max(extract(epoch from f.last_at - now())
                    + case when f.failures < l.most then 0 else least(power(2, least(f.failures - l.most, 20)), 900) end)), 0)
                from provisioning.sign_in_failure f
                join (values (?, ?), (?, ?), (?, ?)) l (subject, most) on l.subject = f.subject
                where f.tenant_id = ? and f.last_at > now() - interval '15 minutes'
                """,
                row -> row.getInt(1),
                pair(account, source),
                LIMIT_OF_PAIR,
                source(source),
                LIMIT_OF_SOURCE,
                account(account),
                LIMIT_OF_ACCOUNT,
                tenant.value())
            .get(0);
    if (seconds > 0) {
      return Optional.of(Duration.ofSeconds(seconds));
    }
    database.update(
        """
        insert into provisioning.sign_in_failure as f (tenant_id, subject, failures, last_at)
        select ?, subject, 1, now() from unnest(?) subject order by subject
        on conflict (tenant_id, subject) do update set last_at = now(),
          failures = case when f.last_at > now() - interval '15 minutes' then f.failures + 1 else 1 end
        """,
        tenant.value(),
        new String[] {pair(account, source), source(source), account(account)});
    return Optional.empty();
  }

  /** The attempt was good: the account is itself again; the source loses only this attempt. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void release(TenantId tenant, String account, String source) {
    database.update(
        "delete from provisioning.sign_in_failure where tenant_id = ? and subject = any (?)",
        tenant.value(),
        new String[] {pair(account, source), account(account)});
    database.update(
        "update provisioning.sign_in_failure set failures = failures - 1 where tenant_id = ? and"
            + " subject = ?",
        tenant.value(),
        source(source));
  }

  private static String pair(String account, String source) {
    return "pair " + account + " " + source;
  }

  private static String source(String source) {
    return "source " + source;
  }

  private static String account(String account) {
    return "account " + account;
  }
}
