package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.ListRequest;
import com.ransomleak.provisioning.report.Listing;
import com.ransomleak.provisioning.report.ReportException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * A page of a report's list, as its address asks for it: {@code search}, {@code sort}, {@code
 * after}. What means nothing there counts as not asked, so that an address written by hand shows
 * the list's beginning.
 */
public final class ReportList<T> {
  private static final int PAGE_SIZE = 50;

  private final ListRequest asked;
  private final Listing<T> page;

  private ReportList(ListRequest asked, Listing<T> page) {
    this.asked = asked;
    this.page = page;
  }

  static <T> ReportList<T> of(
      HttpServletRequest request, Function<ListRequest, Listing<T>> report) {
    String search = request.getParameter("search");
    ListRequest asked =
        ListRequest.lenient(
            search, request.getParameter("sort"), request.getParameter("after"), PAGE_SIZE);
    try {
      return new ReportList<>(asked, report.apply(asked));
    } catch (ReportException e) {
      ListRequest beginning = ListRequest.lenient(search, "", null, PAGE_SIZE);
      return new ReportList<>(beginning, report.apply(beginning));
    }
  }

  public List<T> getItems() {
    return page.items();
  }

  public String getSearch() {
    return asked.search();
  }

  public String getSort() {
    return asked.sort();
  }

  public boolean isFirst() {
    return asked.after().isEmpty();
  }

  public boolean isMore() {
    return page.next().isPresent();
  }

  /** {@code search=…&sort=…}: the same list in another place or format. */
  public String getQuery() {
    return "search=" + encoded(asked.search()) + "&sort=" + encoded(asked.sort());
  }

  /** The same list in another order, from its beginning. */
  public String sorted(String sort) {
    return "search=" + encoded(asked.search()) + "&sort=" + encoded(sort);
  }

  /** The next page. */
  public String getNext() {
    return getQuery() + "&after=" + encoded(page.next().orElseThrow().toString());
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
