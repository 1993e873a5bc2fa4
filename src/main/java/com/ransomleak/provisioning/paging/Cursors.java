package com.ransomleak.provisioning.paging;

import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/** The cursors of lists whose pages may differ in size: those of reports and of the console. */
@ApplicationScoped
public class Cursors {
  /** An open console page keeps its links for a day. */
  private static final Duration LIFETIME = Duration.ofDays(1);

  @Inject private Jdbi jdbi;

  /** They never change. */
  private final Map<TenantId, byte[]> keys = new ConcurrentHashMap<>();

  /**
   * The cursors of one list; in the caller's transaction, which has named the tenant.
   *
   * @param list the name of the list, its filters and its order
   */
  public Cursor of(TenantId tenant, String list) {
    return new Cursor(
        keys.computeIfAbsent(tenant, id -> Cursor.key(id, jdbi)),
        tenant + "\n" + list,
        0,
        LIFETIME);
  }
}
