package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.org.Reconciliation;
import com.ransomleak.provisioning.org.Reconciliation.Progress;
import com.ransomleak.provisioning.role.Permission;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/**
 * {@code reconciliation.xhtml}: the progress of the check of all reporting lines, the result of the
 * last check, and the button that starts one. Its form contains how many checks were requested
 * before, so that a second click does not start a second check.
 */
@Named
@RequestScoped
public class ReconciliationPanel extends ConsolePage {
  @Inject private Reconciliation reconciliation;
  private Progress progress;

  @Override
  @PostConstruct
  void load() {
    progress = reconciliation.progress(user.tenantId()).orElse(null);
  }

  /** Starts a check. An invalid number matches no number of requests, so it starts nothing. */
  public void start(String expected) {
    long requests = expected.matches("[0-9]{1,18}") ? Long.parseLong(expected) : -1;
    boolean started =
        reconciliation.begin(
            user.tenantFor(Permission.MANAGE_INTEGRATIONS), requests, user.actor());
    reopen(started ? "check.started" : "check.already");
  }

  /** Null in a new tenant. */
  public Progress getProgress() {
    return progress;
  }

  public boolean isRunning() {
    return progress != null && progress.isUnderWay();
  }

  public String getCause() {
    return Messages.text("check.cause." + progress.cause());
  }

  /** {@code 4,000 of 9,812 references checked, 12 lines changed.} */
  public String getSummary() {
    return Messages.text(
        progress.isUnderWay() ? "check.progress" : "check.result",
        progress.checked(),
        total(),
        progress.changed());
  }

  /** The maximum of the progress bar, at least 1. */
  public long getMax() {
    return Math.max(1, total());
  }

  /** Users can get other managers after the check has started, so more may be checked. */
  private long total() {
    return Math.max(progress.total(), progress.checked());
  }
}
