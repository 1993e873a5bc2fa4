package com.ransomleak.provisioning.bulk;

import com.ransomleak.provisioning.fuzz.Target;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.message.BulkOperation;
import com.ransomleak.provisioning.scim.message.BulkRequest;
import java.util.List;
import java.util.stream.IntStream;

/**
 * For {@code FuzzingTest}: the body of a POST to {@code /Bulk}. Whatever refers to whatever, each
 * operation has one place in the plan, and references lead somewhere or are left as they are.
 */
public final class BulkTarget {
  private BulkTarget() {}

  public static void fuzzerTestOneInput(byte[] body) {
    Target.accepts(
        () -> {
          List<BulkOperation> operations =
              BulkRequest.parse(ScimJson.parse(body), new Warnings()).operations();
          Target.same(
              IntStream.range(0, operations.size()).boxed().toList(),
              BulkPlan.of(operations).stream()
                  .flatMap(step -> step.members().stream())
                  .sorted()
                  .toList());
          for (BulkOperation operation : operations) {
            if (operation.error().isEmpty() && operation.target() != null) {
              References.target(operation, name -> "id");
            }
            if (operation.error().isEmpty() && operation.data() != null) {
              References.data(operation, name -> "id");
            }
          }
        });
  }
}
