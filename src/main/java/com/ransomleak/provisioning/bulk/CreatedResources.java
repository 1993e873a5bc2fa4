package com.ransomleak.provisioning.bulk;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.message.BulkOperation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What became of the POSTs of a bulk request: the ids behind their bulkIds. */
final class CreatedResources {
  private final Set<String> wanted = new HashSet<>();
  private final Map<String, String> ids = new HashMap<>();

  CreatedResources(List<BulkOperation> operations) {
    operations.stream().filter(BulkOperation::isPost).forEach(post -> wanted.add(post.bulkId()));
  }

  void add(String bulkId, String id) {
    ids.put(bulkId, id);
  }

  /**
   * The id behind a reference.
   *
   * @throws ScimException 409 when there is none (B-12)
   */
  String id(String bulkId) {
    String id = ids.get(bulkId);
    if (id != null) {
      return id;
    }
    if (wanted.contains(bulkId)) {
      throw failed(bulkId);
    }
    throw ScimException.conflict(
        "No POST of this request has the bulkId "
            + ScimJson.excerpt(bulkId)
            + ", which is referred to here.");
  }

  /** The same where there is one; otherwise the reference as it was. */
  String idOrReference(String bulkId) {
    return ids.getOrDefault(bulkId, "bulkId:" + bulkId);
  }

  /** Why an operation fails that refers to one that failed. */
  static ScimException failed(String bulkId) {
    return ScimException.conflict(
        "This refers to bulkId "
            + ScimJson.excerpt(bulkId)
            + ", whose own operation failed: see its result. Nothing was done here.");
  }
}
