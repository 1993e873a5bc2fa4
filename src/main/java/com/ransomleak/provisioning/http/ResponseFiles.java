package com.ransomleak.provisioning.http;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;

/** Limits the bytes of temporary files with responses that clients have not read yet. */
@ApplicationScoped
class ResponseFiles {
  @Inject private DeploymentSettings settings;

  private final Map<TenantId, Long> sizes = new HashMap<>();
  private long total;

  /**
   * Reserves bytes before they are written.
   *
   * @throws ScimException 503 when the node or the tenant has no space left
   */
  synchronized void reserve(TenantId tenant, long bytes) {
    long max = settings.maxAnswerFilesSize();
    long size = sizes.getOrDefault(tenant, 0L) + bytes;
    if (size > max / 2 || total + bytes > max) {
      throw noSpace(size > max / 2 ? "of this tenant need " + max / 2 : "of this node need " + max);
    }
    sizes.put(tenant, size);
    total += bytes;
  }

  synchronized void release(TenantId tenant, long bytes) {
    total -= bytes;
    sizes.computeIfPresent(tenant, (t, size) -> size == bytes ? null : size - bytes);
  }

  private static ScimException noSpace(String whose) {
    return new ScimException(
        503,
        "Answers that clients have not read yet "
            + whose
            + " bytes on disk, the most they may. Try again in some seconds, or ask for fewer"
            + " resources by count.");
  }
}
