package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.org.Reconciliation;
import com.ransomleak.provisioning.org.Reconciliation.Progress;
import com.ransomleak.provisioning.role.Permission;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/**
 * {@code lines-check.xhtml}: how far the check of all reporting lines is, what the last one did,
 * and the button that begins one. Its form carries how often the button was pressed before, so that
 * a second click begins no second check.
 */
@Named
@RequestScoped
public class ReconciliationPanel {
  @Inject private CurrentUser visitor;
  @Inject private Reconciliation reconciliation;
  private Progress progress;
  private String asked = "0";

  @PostConstruct
  void load() {
    progress = reconciliation.progress(visitor.tenantId()).orElse(null);
    asked = progress == null ? "0" : Long.toString(progress.asked());
  }

  /** The button. */
  public void begin() {
    long seen = number(asked);
    if (reconciliation.begin(
        visitor.tenantFor(Permission.MANAGE_INTEGRATIONS), seen, visitor.actor())) {
      Messages.info("check.begun");
    } else {
      Messages.info("check.already");
    }
    load();
  }

  /** Null in a new tenant. */
  public Progress getProgress() {
    return progress;
  }

  public boolean isUnderWay() {
    return progress != null && progress.isUnderWay();
  }

  /** What brought the round about. */
  public String getCause() {
    return Messages.text("check.cause." + progress.cause());
  }

  /** {@code 4,000 of 9,812 references looked at, 12 lines changed.} */
  public String getWords() {
    // People may have got other managers since the round began.
    long total = Math.max(progress.total(), progress.checked());
    return Messages.text(
        progress.isUnderWay() ? "check.underWay" : "check.over",
        progress.checked(),
        total,
        progress.changed());
  }

  /** Never more than there is, never nothing of nothing. */
  public long getMost() {
    return Math.max(1, Math.max(progress.total(), progress.checked()));
  }

  public String getAsked() {
    return asked;
  }

  public void setAsked(String asked) {
    this.asked = asked;
  }

  /** What the form has; a number that never was for anything else. */
  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
