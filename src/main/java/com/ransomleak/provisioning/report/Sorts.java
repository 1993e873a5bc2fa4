package com.ransomleak.provisioning.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The orders in which a {@link Report} can be read. {@code -} before a name means descending. */
final class Sorts {
  private final String id;
  private final Map<String, SortKey> keys = new LinkedHashMap<>();
  private String defaultSort;

  /**
   * Without an order yet.
   *
   * @param id the SQL expression of the UUID that orders equal rows
   */
  Sorts(String id) {
    this.id = id;
  }

  /** Adds an order in one direction. The first one becomes the default. */
  void add(String sort, String expression, String type) {
    keys.put(sort, new SortKey(expression, type, id, !sort.startsWith("-")));
    if (defaultSort == null) {
      defaultSort = sort;
    }
  }

  void setDefault(String sort) {
    defaultSort = sort;
  }

  /**
   * The order of a request.
   *
   * @param sort empty for the default
   * @throws ReportException 400 for an order that the report does not have
   */
  SortKey key(String sort) {
    SortKey key = keys.get(sort.isEmpty() ? defaultSort : sort);
    if (key == null) {
      throw ReportException.badParameter(
          "sort",
          "one of "
              + keys.keySet().stream()
                  .filter(known -> !known.startsWith("-"))
                  .collect(Collectors.joining(", "))
              + ", with - before it for descending");
    }
    return key;
  }

  List<String> names() {
    return new ArrayList<>(keys.keySet());
  }

  String defaultSort() {
    return defaultSort;
  }
}
