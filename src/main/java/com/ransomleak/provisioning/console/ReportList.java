package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.ListRequest;
import com.ransomleak.provisioning.report.Listing;
import com.ransomleak.provisioning.report.ReportException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A page of a list, as the address requests it: {@code search}, {@code sort}, {@code after} and the
 * filters of the list. An invalid sort or cursor shows the first page.
 */
public final class ReportList<T> {
  private final List<String> sorts;
  private final Map<String, String> filters;
  private final ListRequest request;
  private final Listing<T> page;

  private ReportList(
      List<String> sorts, Map<String, String> filters, ListRequest request, Listing<T> page) {
    this.sorts = sorts;
    this.filters = filters;
    this.request = request;
    this.page = page;
  }

  /**
   * Reads a page.
   *
   * @param sorts the sorts that the page offers, the default first; may be empty
   * @param filters the other parameters that are part of the address
   */
  static <T> ReportList<T> of(
      HttpServletRequest request,
      List<String> sorts,
      Map<String, String> filters,
      Function<ListRequest, Listing<T>> report) {
    String search = request.getParameter("search");
    ListRequest requested =
        ListRequest.lenient(
            search,
            request.getParameter("sort"),
            request.getParameter("after"),
            ConsolePage.PAGE_SIZE);
    try {
      return new ReportList<>(sorts, filters, requested, report.apply(requested));
    } catch (ReportException e) {
      ListRequest first = ListRequest.lenient(search, "", null, ConsolePage.PAGE_SIZE);
      return new ReportList<>(sorts, filters, first, report.apply(first));
    }
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
    return sort.equals(request.sort().isEmpty() ? sorts.get(0) : request.sort());
  }

  public Map<String, String> getFilters() {
    return filters;
  }

  public List<String> getFilterNames() {
    return List.copyOf(filters.keySet());
  }

  /** The same list for the reports API: {@code search=…&sort=…}. */
  public String getQuery() {
    return sorted(request.sort());
  }

  /** The first page in another order. */
  public String sorted(String sort) {
    Map<String, String> parameters = new LinkedHashMap<>(filters);
    parameters.put("search", request.search());
    parameters.put("sort", sort);
    return parameters.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + ConsolePage.encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** The next page, or null. */
  public String getNext() {
    return page.next()
        .map(next -> getQuery() + "&after=" + ConsolePage.encoded(Objects.toString(next)))
        .orElse(null);
  }
}
