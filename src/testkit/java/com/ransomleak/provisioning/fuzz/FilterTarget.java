package com.ransomleak.provisioning.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.ransomleak.provisioning.mapping.ResourceMapping;
import com.ransomleak.provisioning.mapping.SqlFilter;
import com.ransomleak.provisioning.role.GroupMapping;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.filter.Filter;
import com.ransomleak.provisioning.scim.filter.FilterMatcher;
import com.ransomleak.provisioning.scim.filter.FilterParser;
import com.ransomleak.provisioning.user.UserMapping;
import jakarta.json.JsonValue;

/** A filter: parsed, written and parsed again, compiled to SQL, asked about nobody. */
public final class FilterTarget {
  /** Longer ones may, written in full, exceed what a filter may be. */
  private static final int LONGEST = 400;

  private FilterTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    ResourceMapping mapping = data.consumeBoolean() ? UserMapping.TABLE : GroupMapping.TABLE;
    String text = data.consumeRemainingAsString();
    Target.accepts(() -> read(text, mapping));
  }

  private static void read(String text, ResourceMapping mapping) {
    Filter filter = FilterParser.parse(text, mapping.type(), new Warnings());
    SqlFilter.compile(filter, mapping);
    FilterMatcher.matches(filter, JsonValue.EMPTY_JSON_OBJECT);
    if (text.length() <= LONGEST && text.chars().filter(c -> c == '(').count() < 20) {
      Target.same(filter, FilterParser.parse(filter.text(), mapping.type(), new Warnings()));
    }
  }
}
