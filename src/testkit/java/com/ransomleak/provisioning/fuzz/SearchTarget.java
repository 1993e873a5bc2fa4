package com.ransomleak.provisioning.fuzz;

import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.message.SearchRequest;
import com.ransomleak.provisioning.scim.schema.AttributeSelection;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.ListQuery;
import java.util.List;

/** The body of a POST to {@code .search}, for users and for all types. */
public final class SearchTarget {
  private SearchTarget() {}

  public static void fuzzerTestOneInput(byte[] body) {
    Target.accepts(
        () -> {
          SearchRequest request = SearchRequest.parse(ScimJson.parse(body), new Warnings());
          AttributeSelection.of(request.attributes(), request.excludedAttributes(), Schemas.user());
          ListQuery.of(request, Schemas.user(), new Warnings());
          ListQuery.of(request, Schemas.user(), List.of(Schemas.group()), new Warnings());
          ListQuery.of(request, Schemas.group(), List.of(Schemas.user()), new Warnings());
        });
  }
}
