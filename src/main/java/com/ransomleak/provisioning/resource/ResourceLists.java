package com.ransomleak.provisioning.resource;

import com.ransomleak.provisioning.mapping.PageReader;
import com.ransomleak.provisioning.mapping.ResourceList.Source;
import com.ransomleak.provisioning.paging.Cursors;
import com.ransomleak.provisioning.store.Page;
import com.ransomleak.provisioning.store.ResourceSink;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads lists. A page takes three round trips and one more for each portion that does not fit into
 * memory (ADR 18), whatever the size of the tenant.
 */
@ApplicationScoped
public class ResourceLists {
  @Inject private Jdbi jdbi;
  @Inject private Cursors cursors;

  /**
   * Reads a page. Without {@code sortBy} the order is that of the ids, which is the order of
   * creation, so that a list stays stable while resources are added and removed.
   *
   * @param sources the resource types of the list
   * @param sink takes the resources
   */
  @Transactional
  public Page page(TenantId tenant, String baseUrl, List<Source> sources, ResourceSink sink) {
    return PageReader.page(tenant, jdbi, cursors, baseUrl, sources, sink);
  }
}
