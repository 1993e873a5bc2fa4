package com.ransomleak.provisioning.bulk;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.message.BulkOperation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ids of the resources that a bulk request created, by bulkId. */
final class CreatedResources {
  private final Set<String> posted = new HashSet<>();
  private final Map<String, String> ids = new HashMap<>();

  CreatedResources(List<BulkOperation> operations) {
    operations.stream().filter(BulkOperation::isPost).forEach(post -> posted.add(post.bulkId()));
  }

  void add(String bulkId, String id) {
    ids.put(bulkId, id);
  }

  /**
   * The id of a bulkId.
   *
   * @throws ScimException 409 when there is none (B-12)
   */
  String id(String bulkId) {
    String id = ids.get(bulkId);
    if (id != null) {
      return id;
    }
    if (posted.contains(bulkId)) {
      throw failed(bulkId);
    }
    throw ScimException.conflict(
        "No POST of this request has the bulkId "
            + ScimJson.excerpt(bulkId)
            + ", which is referred to here.");
  }

  /** The id, or the reference as it was sent if there is none. */
  String idOrReference(String bulkId) {
    return ids.getOrDefault(bulkId, "bulkId:" + bulkId);
  }

  /** The error of an operation that refers to a failed one. */
  static ScimException failed(String bulkId) {
    return ScimException.conflict(
        "This refers to bulkId "
            + ScimJson.excerpt(bulkId)
            + ", whose own operation failed: see its result. Nothing was done here.");
  }
}
