package com.ransomleak.provisioning.platform;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The page of the console that shows the same list as an address of the reports. */
final class ListPages {
  private static final String ID = "([\\w-]+)";

  /** Of the address only; the page has no such choice. */
  private static final Set<String> FORMAT = Set.of("format", "limit", "after", "fields");

  private static final Map<String, String> PAGES = new LinkedHashMap<>();

  static {
    PAGES.put("activity", "integrations/activity");
    PAGES.put("findings", "integrations/findings");
    PAGES.put("findings/" + ID, "integrations/finding?kind=$1");
    PAGES.put("changes", "reports/changes");
    PAGES.put("managers", "reports/managers");
    PAGES.put("pending-managers", "reports/pending");
    PAGES.put("pending-managers/people", "reports/waiting");
    PAGES.put("people", "reports/people");
    PAGES.put("people-without-manager", "reports/without-manager");
    PAGES.put("people/" + ID + "/reports", "reports/all-reports?id=$1");
    PAGES.put("people/" + ID, "reports/person?id=$1");
    PAGES.put("roles", "reports/roles");
    PAGES.put("roles/" + ID + "/members", "reports/people?role=$1");
    PAGES.put("teams", "reports/teams");
    PAGES.put("teams/" + ID + "/members", "reports/team?id=$1");
  }

  private ListPages() {}

  /**
   * The page, with the same search and filters.
   *
   * @param path {@code v1/people}
   * @param query as it was sent, or null
   * @return {@code /admin/reports/people?search=ada}; empty for an address without such a page
   */
  static Optional<String> of(String path, String query) {
    for (Map.Entry<String, String> page : PAGES.entrySet()) {
      Matcher matcher = Pattern.compile("v1/" + page.getKey()).matcher(path);
      if (matcher.matches()) {
        String address = "/admin/" + matcher.replaceFirst(page.getValue());
        String same = withoutFormat(query);
        String separator = address.contains("?") ? "&" : "?";
        return Optional.of(same.isEmpty() ? address : address + separator + same);
      }
    }
    return Optional.empty();
  }

  private static String withoutFormat(String query) {
    return Arrays.stream(Objects.requireNonNullElse(query, "").split("&"))
        .filter(parameter -> !parameter.isEmpty())
        .filter(parameter -> !FORMAT.contains(parameter.split("=", 2)[0]))
        .collect(Collectors.joining("&"));
  }
}
