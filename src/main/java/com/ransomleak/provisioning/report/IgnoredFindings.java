package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.activity.Activity;
import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Consequence;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.Event;
import com.ransomleak.provisioning.activity.Texts;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/**
 * Findings that an administrator hides until the end of a day (UTC), one by one or a whole kind.
 * The counts leave them out. Rejections are {@link ScimException}s with a text for the
 * administrator.
 */
@ApplicationScoped
public class IgnoredFindings {
  public static final int MAX_REASON_LENGTH = 500;

  /** Stands for all findings of a kind. */
  private static final UUID ALL = new UUID(0, 0);

  private static final int MAX_YEARS = 1;

  private static final String IGNORE =
      """
      with expired as (
        delete from provisioning.ignored_finding
        where tenant_id = :tenant and until <= now() and (kind, finding_id) <> (:kind, :finding))
      insert into provisioning.ignored_finding as i (tenant_id, kind, finding_id, until, reason, created_by)
      values (:tenant, :kind, :finding, cast(:day as timestamp) at time zone 'UTC' + interval '1 day', :reason, :creator)
      on conflict (tenant_id, kind, finding_id) do update
        set until = excluded.until, reason = excluded.reason, created_by = excluded.created_by, created_at = now()
      """;

  @Inject private Sql sql;
  @Inject private Reports reports;
  @Inject private Activity activity;
  @Inject private jakarta.enterprise.event.Event<RecentFindings.Changed> changes;

  /**
   * Ignores a finding, or all of a kind.
   *
   * @param id of the finding; empty for the kind
   * @param lastDay the day at whose end it is shown again
   * @return false when there is no such finding any more
   * @throws ScimException for a day that is past or more than a year ahead, and without a reason
   */
  @Transactional
  public boolean ignore(
      TenantId tenant,
      FindingKind kind,
      Optional<UUID> id,
      LocalDate lastDay,
      String reason,
      Actor actor) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    if (lastDay.isBefore(today) || lastDay.isAfter(today.plusYears(MAX_YEARS))) {
      throw ScimException.invalidValue(
          Texts.text("finding.ignore.badDay", today, today.plusYears(MAX_YEARS)));
    }
    if (reason.isBlank() || reason.length() > MAX_REASON_LENGTH) {
      throw ScimException.invalidValue(Texts.text("finding.ignore.badReason", MAX_REASON_LENGTH));
    }
    if (id.isPresent() && reports.find(tenant, kind.report(), id.get()).isEmpty()) {
      return false;
    }
    sql.of(tenant, IGNORE)
        .bind("kind", kind.word())
        .bind("finding", id.orElse(ALL))
        .bind("day", lastDay.toString())
        .bind("reason", reason.strip())
        .bind("creator", actor.user())
        .update();
    record(
        tenant,
        Action.FINDING_IGNORED,
        kind,
        id,
        new Consequences().add(Consequence.IGNORED_UNTIL, lastDay.toString()),
        actor);
    return true;
  }

  /**
   * Shows a finding, or a kind, again.
   *
   * @return false when it is not ignored
   */
  @Transactional
  public boolean restore(TenantId tenant, FindingKind kind, Optional<UUID> id, Actor actor) {
    boolean found =
        sql.of(
                    tenant,
                    """
                    delete from provisioning.ignored_finding
                    where tenant_id = :tenant and kind = :kind and finding_id = :finding and until > now()
                    """)
                .bind("kind", kind.word())
                .bind("finding", id.orElse(ALL))
                .update()
            > 0;
    if (found) {
      record(tenant, Action.FINDING_RESTORED, kind, id, new Consequences(), actor);
    }
    return found;
  }

  /** The activity names the kind, and not the person, because erasure would not find the name. */
  private void record(
      TenantId tenant,
      Action action,
      FindingKind kind,
      Optional<UUID> id,
      Consequences consequences,
      Actor actor) {
    changes.fire(new RecentFindings.Changed(tenant));
    activity.record(
        tenant,
        actor,
        new Event(
            action,
            "Finding",
            id.map(UUID::toString).orElse(kind.word()),
            kind.title(),
            0,
            consequences));
  }
}
