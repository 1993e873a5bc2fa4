package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.ConsoleCookie;
import com.ransomleak.provisioning.report.Filter;
import com.ransomleak.provisioning.scim.Shortened;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The columns of a list besides the name. An address without columns shows those that the user of
 * this browser chose last.
 *
 * @param known the columns that the page can show
 * @param shown those that it shows
 * @param filter the value of the parameter in the list; empty for the columns of everybody
 */
record ColumnChoice(ConsolePage page, List<String> known, List<String> shown, String filter) {
  static final String PARAMETER = "columns";

  private static final List<String> DEFAULT =
      List.of("userName", "title", "team", "manager", "createdAt");

  /** A longer choice is remembered without its last columns, because browsers limit cookies. */
  private static final int MAX_REMEMBERED = 1500;

  private static final Duration REMEMBERED_FOR = Duration.ofDays(400);

  /** The choice of a request. The form sends a parameter for each column, a link one for all. */
  static ColumnChoice of(ConsolePage page, List<String> known) {
    String[] sent = page.request.getParameterValues(PARAMETER);
    List<String> requested =
        Filter.Columns.names(sent == null ? remembered(page) : String.join(",", sent));
    List<String> unknown = requested.stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty() && sent != null) {
      Messages.error(
          "people.columns.unknown",
          Shortened.to(256, String.join(", ", unknown)),
          String.join(", ", known));
    }
    List<String> columns = known.stream().filter(requested::contains).toList();
    // The form sends the default columns too. Without a choice, a download has all columns.
    boolean isDefault =
        Set.copyOf(columns).equals(Set.copyOf(DEFAULT)) && remembered(page).isEmpty();
    return new ColumnChoice(
        page,
        known,
        columns.isEmpty() ? DEFAULT : columns,
        isDefault ? "" : String.join(",", columns));
  }

  private static String remembered(ConsolePage page) {
    return page.parameter("remember").isEmpty()
        ? ConsoleCookie.COLUMNS.readText(page.request, page.user.getAddress()).orElse("")
        : "";
  }

  /** Remembers the columns of a list in this browser. */
  void keep(String columns) {
    ConsoleCookie.COLUMNS.writeText(
        ConsolePage.response(),
        page.user.getAddress(),
        Shortened.to(MAX_REMEMBERED, columns),
        REMEMBERED_FOR);
  }
}
