package com.ransomleak.provisioning.org;

import com.ransomleak.provisioning.org.Reconciliation.Progress;
import com.ransomleak.provisioning.store.StringListConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * The current run over all manager references of a tenant, or the last one. The lock of the row
 * lets one node do the work.
 */
@Entity
@Table(name = "reconciliation", schema = "provisioning")
// JPA does not know SKIP LOCKED.
@NamedNativeQuery(
    name = ReconciliationState.LOCK_IF_FREE,
    query = "select * from provisioning.reconciliation where tenant_id = ?1 for update skip locked",
    resultClass = ReconciliationState.class)
class ReconciliationState {
  static final String LOCK_IF_FREE = "ReconciliationState.lockIfFree";

  @Id
  @Column(name = "tenant_id")
  private UUID tenantId;

  @Column(name = "manager_keys")
  @Convert(converter = StringListConverter.class)
  private List<String> managerKeys;

  @Column(name = "cursor")
  private String cursor;

  @Column(name = "total")
  private long total;

  @Column(name = "checked")
  private long checked;

  @Column(name = "changed")
  private long changed;

  @Column(name = "cause")
  private String cause;

  @Column(name = "request_count")
  private long requestCount;

  @Column(name = "started_at")
  private OffsetDateTime startedAt;

  @Column(name = "finished_at")
  private OffsetDateTime finishedAt;

  protected ReconciliationState() {}

  /** The last reference that this run has checked; null before the first. */
  String getCursor() {
    return cursor;
  }

  boolean hasOrder(List<String> order) {
    return managerKeys.equals(order);
  }

  /** Whether a run with this order of keys is in progress. */
  boolean isUnderWay(List<String> order) {
    return finishedAt == null && hasOrder(order);
  }

  boolean isDue(List<String> order, Duration interval, OffsetDateTime now) {
    OffsetDateTime finishedBefore = now.minus(interval);
    return !hasOrder(order) || (finishedAt != null && finishedAt.isBefore(finishedBefore));
  }

  /**
   * Counts a request for a run.
   *
   * @param expected the number of requests when the button was shown
   * @return false when there were more requests since, or a run is in progress
   */
  boolean request(long expected, List<String> order) {
    if (requestCount != expected || isUnderWay(order)) {
      return false;
    }
    requestCount++;
    return true;
  }

  /**
   * Begins a run.
   *
   * @param references the number of references to check
   * @param now the clock of the database
   */
  void begin(List<String> order, String why, long references, OffsetDateTime now) {
    this.managerKeys = order;
    this.cause = why;
    this.cursor = null;
    this.total = references;
    this.checked = 0;
    this.changed = 0;
    this.startedAt = now;
    this.finishedAt = null;
  }

  /** Adds the result of a batch. */
  void advance(String last, long references, long lines) {
    this.cursor = last;
    this.checked += references;
    this.changed += lines;
  }

  void finish(OffsetDateTime now) {
    this.finishedAt = now;
  }

  Progress progress(List<String> order) {
    return new Progress(
        total, checked, changed, cause, requestCount, startedAt, finishedAt, !hasOrder(order));
  }
}
