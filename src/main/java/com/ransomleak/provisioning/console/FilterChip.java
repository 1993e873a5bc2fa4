package com.ransomleak.provisioning.console;

/**
 * A filter of a list that is set, for the tag {@code c:list}.
 *
 * @param label what it filters by
 * @param value the chosen value in words
 * @param page the page of the person or team that the list is filtered by, with its id; else null
 * @param without the query of the list without this filter
 */
public record FilterChip(String label, String value, String page, String without) {

  /** What a filter refers to by id. */
  record ReferencedResource(String name, String page) {}

  /**
   * A chip with the texts of a list.
   *
   * @param texts the prefix of the texts of the list
   * @param referenced null for a filter that refers to nothing by id
   */
  static FilterChip of(
      String texts, String filter, String value, ReferencedResource referenced, String without) {
    String text = referenced == null ? valueText(texts, filter, value) : referenced.name();
    // The id of an entry of the activity is not shown.
    if (filter.equals("activity")) {
      text = "";
    }
    String page = referenced == null ? null : referenced.page();
    return new FilterChip(label(texts, filter), text, page, without);
  }

  private static String label(String texts, String filter) {
    String of = texts + ".of." + filter;
    if (Messages.has(of)) {
      return Messages.text(of);
    }
    String key = "filter." + filter;
    return (Messages.has(key) ? Messages.text(key) : PeoplePage.title(filter)) + ":";
  }

  private static String valueText(String texts, String filter, String value) {
    String key = "filter." + filter + "." + value;
    String own = texts + "." + filter + "." + value;
    if (Messages.has(key)) {
      return Messages.text(key);
    }
    return Messages.has(own) ? Messages.text(own) : value;
  }
}
