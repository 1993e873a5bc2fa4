package com.ransomleak.provisioning.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.patch.PatchOperation;
import com.ransomleak.provisioning.scim.patch.PatchRequest;
import com.ransomleak.provisioning.scim.schema.ResourceType;
import com.ransomleak.provisioning.scim.schema.Schemas;
import jakarta.json.JsonObject;
import java.util.List;

/** The path of an operation, with its filter: written again it leads to the same place. */
public final class PathTarget {
  private PathTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    ResourceType type = data.consumeBoolean() ? Schemas.user() : Schemas.group();
    String path = data.consumeRemainingAsString();
    Target.accepts(() -> read(path, type));
  }

  private static void read(String path, ResourceType type) {
    for (PatchOperation operation : operations(path, type)) {
      if (operation.path().filter().isEmpty()) {
        Target.same(operation, operations(operation.path().toString(), type).get(0));
      }
    }
  }

  private static List<PatchOperation> operations(String path, ResourceType type) {
    JsonObject operation = ScimJson.object().add("op", "remove").add("path", path).build();
    return PatchRequest.parse(
        ScimJson.object()
            .add("schemas", ScimJson.array().add(PatchRequest.URN))
            .add("Operations", ScimJson.array().add(operation))
            .build(),
        type,
        new Warnings());
  }
}
