package com.ransomleak.provisioning.mapping;

import java.util.List;

/**
 * A piece of SQL made of our own fragments only, and the values for its {@code ?} in their order
 * (F-24).
 *
 * @param parameters strings without U+0000 and half characters, UUIDs, booleans, integers, times
 */
public record Sql(String text, List<Object> parameters) {
  public Sql {
    parameters = List.copyOf(parameters);
  }
}
