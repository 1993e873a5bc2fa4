package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.paging.Page;
import com.ransomleak.provisioning.report.Report;
import com.ransomleak.provisioning.report.ReportException;
import com.ransomleak.provisioning.report.ReportRequest;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.store.TenantId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A page of a list, as the address requests it: {@code search}, {@code sort}, {@code after} and the
 * filters of the list. An invalid sort or cursor shows the first page, an invalid filter an empty
 * list.
 */
public final class ReportList<T extends Record> {
  private final Report<T> report;
  private final List<String> sorts;
  private final ReportRequest request;
  private final Page<T> page;

  private ReportList(Report<T> report, List<String> sorts, ReportRequest request, Page<T> page) {
    this.report = report;
    this.sorts = sorts;
    this.request = request;
    this.page = page;
  }

  /**
   * Reads a page.
   *
   * @param filters values of the report's filters
   * @param sorts the sorts that the page offers; may be empty
   */
  static <T extends Record> ReportList<T> of(
      ConsolePage address,
      Reports reports,
      TenantId tenant,
      Report<T> report,
      Map<String, String> filters,
      List<String> sorts) {
    ReportRequest requested =
        new ReportRequest(
            filters,
            address.parameter("search"),
            address.parameter("sort"),
            address.parameter("after"),
            ConsolePage.PAGE_SIZE);
    for (ReportRequest attempt : List.of(requested, requested.first())) {
      try {
        return new ReportList<>(report, sorts, attempt, reports.page(tenant, report, attempt));
      } catch (ReportException e) {
        // The first page replaces a page that does not exist.
      }
    }
    return new ReportList<>(report, sorts, requested.first(), Page.of(List.of()));
  }

  public List<T> getItems() {
    return page.items();
  }

  public String getSearch() {
    return request.search();
  }

  public String getSort() {
    return request.sort();
  }

  public List<String> getSorts() {
    return sorts;
  }

  public boolean isSortedBy(String sort) {
    return sort.equals(request.sort().isEmpty() ? report.defaultSort() : request.sort());
  }

  public Map<String, String> getFilters() {
    return request.filters();
  }

  public List<String> getFilterNames() {
    return List.copyOf(request.filters().keySet());
  }

  /** The same list for the reports API: {@code search=…&sort=…}, without what its path has. */
  public String getQuery() {
    Map<String, String> parameters = parameters(request.sort());
    parameters.keySet().retainAll(report.parameterNames());
    return query(parameters);
  }

  /** The first page in another order. */
  public String sorted(String sort) {
    return query(parameters(sort));
  }

  private Map<String, String> parameters(String sort) {
    Map<String, String> parameters = new LinkedHashMap<>(request.filters());
    parameters.put("search", request.search());
    parameters.put("sort", sort);
    return parameters;
  }

  private static String query(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + ConsolePage.encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  ReportRequest getRequest() {
    return request;
  }

  /** The next page, or null. */
  public String getNext() {
    return page.next().map(next -> sorted(request.sort()) + "&after=" + next).orElse(null);
  }
}
