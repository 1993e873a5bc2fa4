package com.ransomleak.provisioning.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.message.SearchRequest;
import com.ransomleak.provisioning.scim.schema.AttributeSelection;
import com.ransomleak.provisioning.scim.schema.Schemas;
import com.ransomleak.provisioning.store.EntityTags;
import com.ransomleak.provisioning.store.ListQuery;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Headers and parameters: entity tags, index paging and sorting, attributes. */
public final class ParameterTarget {
  private static final JsonObject RESOURCE =
      ScimJson.parse(
          """
          {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:x:y"],"id":"7",
           "userName":"b","emails":[{"value":"b@x","primary":true}],"name":{"givenName":"B"},
           "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"m"}},
           "urn:x:y":{"a":1},"meta":{"version":"1"}}
          """
              .getBytes(StandardCharsets.UTF_8));

  private ParameterTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    int kind = data.consumeInt(0, 3);
    String text = data.consumeRemainingAsString();
    Target.accepts(
        () -> {
          switch (kind) {
            case 0 -> EntityTags.parse("If-Match", text).names(7);
            case 1 -> page(text);
            case 2 -> AttributeSelection.of(text, null, Schemas.user()).apply(RESOURCE);
            default -> AttributeSelection.of(null, text, Schemas.user()).apply(RESOURCE);
          }
        });
  }

  private static void page(String text) {
    List<String> texts = List.of(text);
    SearchRequest request =
        SearchRequest.of(
            Map.of("startIndex", texts, "count", texts, "sortBy", texts, "sortOrder", texts));
    ListQuery query = ListQuery.of(request, Schemas.user(), new Warnings());
    if (query.startIndex() < 1 || query.count() < 0 || query.count() > ListQuery.MAX_COUNT) {
      throw new AssertionError(query.toString());
    }
  }
}
