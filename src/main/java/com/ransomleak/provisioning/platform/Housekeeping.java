package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.account.AccountPruning;
import com.ransomleak.provisioning.activity.ActivityPruning;
import com.ransomleak.provisioning.http.NodeShutdown;
import com.ransomleak.provisioning.mapping.SearchKeyReindex;
import com.ransomleak.provisioning.monitoring.TimerRuns;
import com.ransomleak.provisioning.report.DailyMetricsJob;
import com.ransomleak.provisioning.role.RoleKeys;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.store.DatabaseHealth;
import com.ransomleak.provisioning.store.FailureKind;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.IntervalTimer;
import com.ransomleak.provisioning.tenant.Nodes;
import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.Tenants;
import com.ransomleak.provisioning.user.Erasure;
import com.ransomleak.provisioning.user.UserKeys;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Once a minute by default, tenant by tenant in small batches: updates the daily metrics, and
 * deletes or anonymises expired data, also of suspended tenants after their grace period. Once
 * after the start it indexes stored extension data by the current schemas. Runs on every node;
 * nodes do not repeat each other's work.
 */
@Startup
@Singleton
@DependsOn("NodeLifecycle")
@TransactionManagement(TransactionManagementType.BEAN)
public class Housekeeping {
  private static final Logger LOG = System.getLogger(Housekeeping.class.getName());

  /** The next run continues after this many batches. */
  private static final int MAX_BATCHES = 100;

  private static final String TIMER = "housekeeping";
  private static final int MAX_ERASURES = 20;
  private static final UUID FIRST_ID = new UUID(0, 0);

  /** Schemas change with a start only, so once is enough. */
  private final Set<TenantId> reindexed = new HashSet<>();

  private IntervalTimer timer;

  /** Whether a step of this run lost the database: the next ones would wait for it. */
  private boolean outage;

  @Inject private DeploymentSettings settings;
  @Inject private Tenants tenants;
  @Inject private Nodes nodes;
  @Inject private TimerRuns runs;
  @Inject private DatabaseHealth database;
  @Inject private NodeShutdown shutdown;
  @Inject private ActivityPruning activity;
  @Inject private AccountPruning accounts;
  @Inject private DailyMetricsJob metrics;
  @Inject private Erasure erasure;
  @Inject private SearchKeyReindex searchKeys;

  @PostConstruct
  void begin() {
    runs.register(TIMER);
    timer = new IntervalTimer(settings.housekeepingInterval());
  }

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  void tick() {
    if (timer.isOver()) {
      if (database.check()) {
        runs.run(TIMER, this::runAllSteps);
      } else {
        runs.failed(TIMER);
      }
    }
  }

  private void runAllSteps() {
    outage = false;
    for (Tenant tenant : tenants.all()) {
      run(tenant, "daily metrics", MAX_BATCHES, () -> metrics.update(tenant.id()));
    }
    tenants.all().forEach(this::prune);
    nodes.pastGrace().forEach(this::prune);
    // Takes long for many users, so everything else goes first.
    tenants.all().forEach(this::reindex);
  }

  private void prune(Tenant tenant) {
    TenantId id = tenant.id();
    int batch = ActivityPruning.BATCH;
    run(tenant, "erasure", MAX_ERASURES, () -> erasure.erase(id) == Erasure.BATCH);
    run(tenant, "sign-in data", () -> accounts.prune(id));
    run(tenant, "activity", MAX_BATCHES, () -> activity.prune(id) == batch);
    run(
        tenant,
        "assignment changes",
        MAX_BATCHES,
        () -> activity.pruneAssignmentChanges(id) == batch);
  }

  private void reindex(Tenant tenant) {
    TenantId id = tenant.id();
    SchemaRegistry schemas = tenants.schemas(id);
    if (schemas != SchemaRegistry.STANDARD && !reindexed.contains(id)) {
      run(
          tenant,
          "search keys of extension data",
          () -> {
            runAll(after -> searchKeys.batch(id, "scim_user", schemas.user(), UserKeys::of, after));
            runAll(after -> searchKeys.batch(id, "role", schemas.group(), RoleKeys::of, after));
            reindexed.add(id);
          });
    }
  }

  private static void runAll(Function<UUID, Optional<UUID>> batch) {
    Optional<UUID> last = Optional.of(FIRST_ID);
    while (last.isPresent()) {
      last = batch.apply(last.get());
    }
  }

  private void run(Tenant tenant, String step, int maxBatches, BooleanSupplier hasMore) {
    run(
        tenant,
        step,
        () -> {
          int batches = 0;
          while (batches < maxBatches && hasMore.getAsBoolean()) {
            batches++;
          }
        });
  }

  /**
   * Runs a step separately, so that its failure does not stop the next ones, except an outage of
   * the database. No step begins when the node stops, because the server ends it at any point.
   */
  private void run(Tenant tenant, String step, Runnable work) {
    if (outage || shutdown.hasBegun()) {
      return;
    }
    try {
      work.run();
    } catch (RuntimeException e) {
      runs.failed(TIMER);
      FailureKind.warn(
          LOG,
          "Housekeeping of tenant "
              + tenant.subdomain()
              + " failed at "
              + step
              + "; the next run tries again",
          e);
      // A limit of one tenant, such as temp_file_limit, has the same kind.
      outage =
          FailureKind.of(e) == FailureKind.OUTAGE
              && (FailureKind.isReadOnly(e) || !database.check());
    }
  }
}
