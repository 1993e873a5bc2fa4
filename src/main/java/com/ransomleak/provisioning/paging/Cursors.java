package com.ransomleak.provisioning.paging;

import com.ransomleak.provisioning.store.Sql;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The keys that seal cursors, and the cursors of reports and the console. */
@ApplicationScoped
public class Cursors {
  /** An open console page keeps its links for a day. */
  private static final Duration LIFETIME = Duration.ofDays(1);

  @Inject private Sql sql;

  /** They never change. */
  private final Map<TenantId, byte[]> keys = new ConcurrentHashMap<>();

  /** The tenant's key; in the caller's transaction, which has named the tenant. */
  public byte[] key(TenantId tenant) {
    return keys.computeIfAbsent(
        tenant,
        id ->
            sql.of(id, "select cursor_key from provisioning.tenant where tenant_id = :tenant")
                .one(byte[].class));
  }

  /**
   * The cursors of a list whose pages may differ in size; in the caller's transaction, which has
   * named the tenant.
   *
   * @param list the name of the list, its filters and its order
   */
  public Cursor of(TenantId tenant, String list) {
    return new Cursor(key(tenant), tenant + "\n" + list, 0, LIFETIME);
  }
}
