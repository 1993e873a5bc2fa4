package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.account.AccountPruning;
import com.ransomleak.provisioning.activity.ActivityPruning;
import com.ransomleak.provisioning.mapping.SearchKeyReindex;
import com.ransomleak.provisioning.report.DailyMetricsJob;
import com.ransomleak.provisioning.role.RoleKeys;
import com.ransomleak.provisioning.scim.schema.SchemaRegistry;
import com.ransomleak.provisioning.settings.DeploymentSettings;
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
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * Once a minute by default, tenant by tenant in small batches: keeps the figures of the day, and
 * deletes or anonymises what is past its time; of suspended tenants too, when their grace period is
 * over. Once after the start it makes stored extension data searchable by the schemas that are
 * configured now. Each node does so; what another one has done meanwhile is not done again.
 */
@Startup
@Singleton
@DependsOn("NodeLifecycle")
@TransactionManagement(TransactionManagementType.BEAN)
public class Housekeeping {
  private static final Logger LOG = System.getLogger(Housekeeping.class.getName());

  /** What is left after so many batches waits for the next run. */
  private static final int MOST_BATCHES = 100;

  private static final int MOST_ERASURES = 20;

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  /** Schemas are read at the start, so once is enough. */
  private final Set<TenantId> renewed = new HashSet<>();

  private IntervalTimer untilNextRun;

  @Inject private DeploymentSettings settings;
  @Inject private Tenants tenants;
  @Inject private Nodes nodes;
  @Inject private ActivityPruning activity;
  @Inject private AccountPruning accounts;
  @Inject private DailyMetricsJob figures;
  @Inject private Erasure erasure;
  @Inject private SearchKeyReindex reindex;

  @PostConstruct
  void begin() {
    untilNextRun = new IntervalTimer(settings.housekeepingInterval());
  }

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  void tick() {
    if (untilNextRun.isOver()) {
      tenants.all().forEach(this::count);
      tenants.all().forEach(this::prune);
      nodes.pastGrace().forEach(this::prune);
      // Once after a start, and long where there are many people: everything else goes first.
      tenants.all().forEach(this::renewKeys);
    }
  }

  private void renewKeys(Tenant tenant) {
    TenantId id = tenant.id();
    SchemaRegistry schemas = tenants.schemas(id);
    if (schemas == SchemaRegistry.STANDARD || renewed.contains(id)) {
      return;
    }
    try {
      throughout(after -> reindex.batch(id, "scim_user", schemas.user(), UserKeys::of, after));
      throughout(after -> reindex.batch(id, "role", schemas.group(), RoleKeys::of, after));
      renewed.add(id);
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "Extension data of {0} was not made searchable; the next run tries again: {1}",
          tenant.subdomain(),
          e);
    }
  }

  private static void throughout(Function<UUID, Optional<UUID>> batch) {
    Optional<UUID> end = Optional.of(BEFORE_ALL);
    while (end.isPresent()) {
      end = batch.apply(end.get());
    }
  }

  private void count(Tenant tenant) {
    try {
      int batches = 0;
      while (figures.keep(tenant.id()) && batches < MOST_BATCHES) {
        batches++;
      }
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "The figures of {0} were not kept; the next run tries again: {1}",
          tenant.subdomain(),
          e);
    }
  }

  /** Each by itself: names do not stay because something else cannot go. */
  private void prune(Tenant tenant) {
    TenantId id = tenant.id();
    attempt(tenant, () -> inBatches(MOST_ERASURES, Erasure.BATCH, () -> erasure.erase(id)));
    attempt(tenant, () -> accounts.prune(id));
    attempt(tenant, () -> inBatches(MOST_BATCHES, ActivityPruning.BATCH, () -> activity.prune(id)));
    attempt(
        tenant,
        () -> inBatches(MOST_BATCHES, ActivityPruning.BATCH, () -> activity.prunePlaces(id)));
  }

  private static void attempt(Tenant tenant, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "What is past its time in {0} was not deleted; the next run tries again: {1}",
          tenant.subdomain(),
          e);
    }
  }

  private static void inBatches(int most, int size, IntSupplier batch) {
    int batches = 0;
    while (batch.getAsInt() == size && batches < most) {
      batches++;
    }
  }
}
