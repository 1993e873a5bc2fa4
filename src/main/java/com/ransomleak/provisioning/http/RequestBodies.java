package com.ransomleak.provisioning.http;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** Reads request bodies within the limits of the deployment. */
@ApplicationScoped
public class RequestBodies {
  @Inject private DeploymentSettings settings;

  /**
   * The body of a request.
   *
   * @throws ScimException 400 for malformed JSON; 413 for more names or values than the limits
   *     allow
   */
  public JsonObject parse(byte[] body) {
    return ScimJson.parse(body, settings.jsonLimits());
  }

  /**
   * Rejects a resource that is too large. A stored resource above the limit may change if it does
   * not grow, so that a user can be deactivated after the limit was lowered.
   *
   * @param before the stored document; null for a new one
   * @throws ScimException 413 naming the limit
   */
  public void requireFits(JsonObject before, JsonObject after) {
    int limit = settings.maxResourceSize();
    int size = size(after);
    if (size > limit && (before == null || size > size(before))) {
      throw new ScimException(
          413,
          "The resource would have "
              + size
              + " bytes, more than the "
              + limit
              + " bytes that one resource may have. Nothing was changed. Send fewer or shorter"
              + " values.");
    }
  }

  /** Ignores {@code active}, whose longer value must not block a deactivation. */
  private static int size(JsonObject document) {
    JsonObject counted = ScimJson.object(document).remove("active").build();
    return ScimJson.write(counted).getBytes(StandardCharsets.UTF_8).length;
  }
}
