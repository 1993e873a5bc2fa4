package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.console.FilterChip.ReferencedResource;
import com.ransomleak.provisioning.paging.Page;
import com.ransomleak.provisioning.report.Filter.Kind;
import com.ransomleak.provisioning.report.Filter.Reference;
import com.ransomleak.provisioning.report.Person;
import com.ransomleak.provisioning.report.Report;
import com.ransomleak.provisioning.report.ReportException;
import com.ransomleak.provisioning.report.ReportRequest;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.store.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A page of a list, as the address requests it: {@code search}, {@code sort}, {@code after} and the
 * filters of the list. An unknown cursor shows the first page with a message, an unknown sort the
 * default order, an invalid filter an empty list; both with an error.
 */
public final class ReportList<T extends Record> {
  private final Report<T> report;
  private final ReportRequest request;
  private final Page<T> page;
  private final Pager pager;
  private final String error;
  private final Supplier<Map<String, ReferencedResource>> names;
  private List<FilterChip> chips;

  private ReportList(
      Report<T> report,
      ReportRequest request,
      Page<T> page,
      Pager pager,
      String error,
      Supplier<Map<String, ReferencedResource>> names) {
    this.report = report;
    this.request = request;
    this.page = page;
    this.pager = pager;
    this.error = error;
    this.names = names;
  }

  /**
   * Reads a page.
   *
   * @param filters values of the report's filters
   */
  static <T extends Record> ReportList<T> of(
      ConsolePage address,
      Reports reports,
      TenantId tenant,
      Report<T> report,
      Map<String, String> filters) {
    String sort = address.parameter("sort");
    ReportRequest requested =
        new ReportRequest(
            filters,
            address.parameter("search"),
            report.sorts().contains(sort) ? sort : defaultSort(report),
            address.parameter("after"),
            ConsolePage.PAGE_SIZE);
    String error = "";
    String rejection = "";
    if (!sort.isEmpty() && !report.sorts().contains(sort)) {
      error =
          Messages.text(
              "list.sort.unknown", Shortened.to(100, sort), String.join(", ", report.sorts()));
    }
    for (ReportRequest attempt : List.of(requested, requested.withoutCursor())) {
      try {
        Page<T> page = reports.countedPage(tenant, report, attempt);
        // The rows behind a cursor may have been deleted.
        if (!page.items().isEmpty() || attempt.cursor().isEmpty()) {
          boolean reset = !attempt.cursor().equals(requested.cursor());
          Pager pager =
              Pager.of(
                  page,
                  () -> page.total().orElseGet(() -> reports.roughTotal(tenant, report, attempt)),
                  cursor -> query(report, attempt, attempt.sort()) + "&after=" + cursor,
                  reset);
          return new ReportList<>(
              report,
              attempt,
              page,
              pager,
              error,
              () -> referenced(tenant, reports, report, attempt));
        }
      } catch (ReportException e) {
        // The first page replaces a page that does not exist.
        rejection = rejection(e);
      }
    }
    Page<T> none = Page.of(List.of());
    Pager nowhere = new Pager("", null, null, false);
    return new ReportList<>(report, requested, none, nowhere, rejection, Map::of);
  }

  /** The same page with some rows in place of others. */
  ReportList<T> with(UnaryOperator<List<T>> rows) {
    Page<T> changed =
        new Page<>(
            rows.apply(page.items()), page.offset(), page.previous(), page.next(), page.total());
    return new ReportList<>(report, request, changed, pager, error, names);
  }

  /** What the filters refer to by id. A deleted person has a name, but no page. */
  private static Map<String, ReferencedResource> referenced(
      TenantId tenant, Reports reports, Report<?> report, ReportRequest request) {
    Map<String, ReferencedResource> referenced = new HashMap<>();
    reports
        .names(tenant, report, request)
        .forEach(
            (filter, name) -> {
              String id = request.filters().get(filter).strip();
              Kind kind = ((Reference) report.filters().get(filter)).kind();
              boolean isPerson =
                  kind == Kind.PERSON
                      || (kind == Kind.EVER_PERSON
                          && reports.find(tenant, Person.REPORT, UUID.fromString(id)).isPresent());
              String page = isPerson ? "person?id=" : kind == Kind.TEAM ? "team?id=" : null;
              referenced.put(filter, new ReferencedResource(name, page == null ? null : page + id));
            });
    return referenced;
  }

  private static String rejection(ReportException e) {
    if (e.isBadPeriod()) {
      return Messages.text("list.badPeriod");
    }
    return e.parameter().isEmpty()
        ? Messages.text("list.unknownFilter")
        : Messages.text("list.badFilter", e.parameter());
  }

  public List<T> getItems() {
    return page.items();
  }

  /** What is wrong with a parameter of the address; empty for nothing. */
  public String getError() {
    return error;
  }

  public Pager getPager() {
    return pager;
  }

  public String getSearch() {
    return request.search();
  }

  /** The order that the address names; empty for the default. */
  public String getSort() {
    return named(report, request.sort());
  }

  /** The value of {@code aria-sort} for the column that a sort orders by. */
  public String order(String sort) {
    if (request.sort().equals(sort)) {
      return "ascending";
    }
    return request.sort().equals("-" + sort) ? "descending" : "none";
  }

  /** The query of the first page in the order of a column, or in the opposite one if it has it. */
  public String sorted(String sort) {
    return query(report, request, request.sort().equals(sort) ? "-" + sort : sort);
  }

  public Map<String, String> getFilters() {
    return request.filters();
  }

  public List<String> getFilterNames() {
    return List.copyOf(request.filters().keySet());
  }

  /** Whether the list may be empty because of a search or filter. */
  public boolean isFiltered() {
    return !request.search().isEmpty() || report.isFiltered(request.filters());
  }

  /**
   * The filters that are set.
   *
   * @param texts the prefix of the texts of the list
   * @param except the names of filters that are shown otherwise, with spaces between
   */
  public List<FilterChip> chips(String texts, String except) {
    if (chips == null) {
      List<String> set = set();
      set.removeAll(List.of(except.split(" ", -1)));
      Map<String, ReferencedResource> known = set.isEmpty() ? Map.of() : names.get();
      chips =
          set.stream()
              .map(
                  name ->
                      FilterChip.of(
                          texts,
                          name,
                          request.filters().get(name),
                          known.get(name),
                          with(Map.of(name, ""))))
              .toList();
    }
    return List.copyOf(chips);
  }

  /** How many of these filters are set; {@code names} has spaces between the names. */
  public long chosen(String names) {
    List<String> set = set();
    set.retainAll(List.of(names.split(" ", -1)));
    return set.size();
  }

  /**
   * The query of the list without search and filters, in the same order.
   *
   * @param except names of filters that stay, separated by spaces
   */
  public String unfiltered(String except) {
    Map<String, String> parameters = parameters(request, getSort());
    List<String> kept = List.of(except.split(" ", -1));
    parameters.keySet().removeIf(name -> set().contains(name) && !kept.contains(name));
    parameters.remove("search");
    return query(parameters);
  }

  /** The names of the filters with a value that selects rows. */
  private List<String> set() {
    return request.filters().entrySet().stream()
        .filter(filter -> report.isFiltered(Map.ofEntries(filter)))
        .map(Map.Entry::getKey)
        .sorted()
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** The same list for the reports API: {@code search=…&sort=…}, without what its path has. */
  public String getQuery() {
    String sort = request.sort().equals(report.defaultSort()) ? "" : request.sort();
    Map<String, String> parameters = parameters(request, sort);
    parameters.keySet().retainAll(report.parameterNames());
    return query(parameters);
  }

  /** The query of the page that is shown, with its place in the list. */
  public String getPlace() {
    Map<String, String> parameters = parameters(request, getSort());
    parameters.put("after", request.cursor());
    parameters.values().removeIf(String::isEmpty);
    return query(parameters);
  }

  /** The query of the first page with other values of some filters; an empty value removes one. */
  String with(Map<String, String> filters) {
    Map<String, String> parameters = parameters(request, getSort());
    parameters.putAll(filters);
    parameters.values().removeIf(String::isEmpty);
    return query(parameters);
  }

  private static String query(Report<?> report, ReportRequest request, String sort) {
    return query(parameters(request, named(report, sort)));
  }

  /** Addresses do not name the default order. */
  private static String named(Report<?> report, String sort) {
    return sort.equals(defaultSort(report)) ? "" : sort;
  }

  /** Pages list people by name, which is their first column; the API lists them by userName. */
  private static String defaultSort(Report<?> report) {
    return report.defaultSort().equals("userName") ? "name" : report.defaultSort();
  }

  private static Map<String, String> parameters(ReportRequest request, String sort) {
    Map<String, String> parameters = new LinkedHashMap<>(request.filters());
    parameters.put("search", request.search());
    parameters.put("sort", sort);
    parameters.values().removeIf(String::isEmpty);
    return parameters;
  }

  private static String query(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + ConsolePage.encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }
}
