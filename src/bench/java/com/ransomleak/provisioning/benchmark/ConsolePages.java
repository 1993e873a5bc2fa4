package com.ransomleak.provisioning.benchmark;

import com.ransomleak.provisioning.client.ConsoleClient;
import com.ransomleak.provisioning.demo.DatabaseAccess;
import com.ransomleak.provisioning.report.FindingKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The time to the first byte of each page of the console, for an administrator of a tenant with
 * many people: one request after the other, the median and the maximum of {@value #ROUNDS}. Pages
 * above {@value #LIMIT} ms are named; that is no failure, because machines differ.
 */
final class ConsolePages {
  static final String TENANT = "globex";
  static final String ADMINISTRATOR = "administrator@example.com";
  private static final int ROUNDS = 11;
  private static final int WARMUP = 4;
  private static final int LIMIT = 300;

  /** The page that reads nothing of the tenant, which other pages are measured against. */
  private static final String SIGN_IN = "/sign-in";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI origin;
  private final DatabaseAccess access;
  private final Map<String, long[]> times = new LinkedHashMap<>();

  ConsolePages(String origin, DatabaseAccess access) {
    this.origin = URI.create(origin);
    this.access = access;
  }

  /** Measures all pages and returns them as a Markdown table. */
  String measure(int people) throws IOException, InterruptedException {
    ConsoleClient administrator = ConsoleClient.at(TENANT, origin, access).signedIn(ADMINISTRATOR);
    Map<String, String> pages = pages();
    for (int i = 0; i < WARMUP + ROUNDS; i++) {
      for (String page : pages.values()) {
        long time = firstByte(page, administrator.cookie());
        if (i >= WARMUP) {
          times.computeIfAbsent(page, any -> new long[ROUNDS])[i - WARMUP] = time;
        }
      }
    }
    return table(pages, people);
  }

  private static Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("sign-in page, without a tenant's data", SIGN_IN);
    pages.put("home", "/admin/home");
    String activity = "/admin/integrations/activity";
    pages.put("activity", activity);
    pages.put("activity: word search with hits", activity + "?search=family77");
    pages.put("activity: word search without hits", activity + "?search=nothing-like-this");
    pages.put("changes", "/admin/reports/changes");
    pages.put("findings", "/admin/integrations/findings");
    for (FindingKind kind : FindingKind.values()) {
      pages.put(
          "finding: " + kind.title().toLowerCase(Locale.ROOT),
          "/admin/integrations/finding?kind=" + kind.word());
    }
    String list = "/admin/reports/people";
    pages.put("people", list);
    pages.put("people by name", list + "?sort=name");
    pages.put("people: word search with few hits", list + "?search=family777");
    pages.put("people: word search with many hits", list + "?search=anna");
    pages.put("people: word search without hits", list + "?search=nothing-like-this");
    pages.put("people: filter by country", list + "?country=JP");
    pages.put("people: filter by department", list + "?department=Department+1");
    pages.put("people: filter by team", list + "?team=" + LargeOrganisation.largeTeam());
    pages.put("people: without manager", list + "?without=manager");
    pages.put("people without a reporting line", "/admin/reports/without-manager");
    pages.put(
        "person with many reports", "/admin/reports/person?id=" + LargeOrganisation.manager());
    pages.put(
        "person with ten reports", "/admin/reports/person?id=" + LargeOrganisation.lowManager());
    pages.put("the top manager", "/admin/reports/person?id=" + LargeOrganisation.topManager());
    String below = "/admin/reports/all-reports?id=" + LargeOrganisation.topManager();
    pages.put("all reports of the top manager", below);
    pages.put("all reports of the top manager, by name", below + "&sort=name");
    String chart = "/admin/reports/org-chart";
    pages.put("org chart", chart);
    pages.put("org chart, two managers opened", chart + "?open=" + opened());
    pages.put("org chart from a manager", chart + "?root=" + LargeOrganisation.manager());
    pages.put("org chart, path to a person", chart + "?person=" + LargeOrganisation.manager());
    pages.put("teams", "/admin/reports/teams");
    pages.put("large team", "/admin/reports/team?id=" + LargeOrganisation.largeTeam());
    pages.put(
        "large team by name", "/admin/reports/team?sort=name&id=" + LargeOrganisation.largeTeam());
    pages.put("roles", "/admin/roles/roles");
    pages.put("role with everybody", "/admin/roles/role?id=" + LargeOrganisation.largeRole());
    pages.put(
        "role with everybody, by name",
        "/admin/roles/role?sort=name&id=" + LargeOrganisation.largeRole());
    pages.put("pending managers", "/admin/reports/pending");
    pages.put("people who wait for a manager", "/admin/reports/waiting");
    pages.put("managers", "/admin/reports/managers");
    pages.put("global search with hits", "/admin/search?q=anna");
    pages.put("global search without hits", "/admin/search?q=nothing-like-this");
    pages.put("settings", "/admin/integrations/settings");
    pages.put("setup", "/admin/integrations/scim-provisioning");
    return pages;
  }

  private static String opened() {
    return LargeOrganisation.topManager() + "," + LargeOrganisation.manager();
  }

  private long firstByte(String page, String cookie) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(origin.resolve(page))
            .header("Host", TENANT + "." + origin.getAuthority())
            .header("Accept", "text/html")
            .header("Cookie", page.equals(SIGN_IN) ? "none=" : cookie)
            .build();
    long start = System.nanoTime();
    HttpResponse<InputStream> response =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200 || body.read() < 0) {
        throw new IllegalStateException(page + ": " + response.statusCode());
      }
      long time = System.nanoTime() - start;
      body.readAllBytes();
      return time;
    }
  }

  private String table(Map<String, String> pages, int people) {
    double unit = percentile(times.get(SIGN_IN), 50);
    String rows =
        pages.entrySet().stream()
            .map(
                page -> {
                  double median = percentile(times.get(page.getValue()), 50);
                  return String.format(
                      Locale.ROOT,
                      "| %s | %.0f | %.0f | %.1f |%s\n",
                      page.getKey(),
                      median,
                      percentile(times.get(page.getValue()), 100),
                      median / unit,
                      median > LIMIT ? " > " + LIMIT + " ms" : "");
                })
            .collect(Collectors.joining());
    List<String> slow =
        pages.entrySet().stream()
            .filter(page -> percentile(times.get(page.getValue()), 50) > LIMIT)
            .map(Map.Entry::getKey)
            .toList();
    return String.format(
            Locale.ROOT,
            """

            Pages of the console with %,d people, time to the first byte:

            | page | median ms | max ms | median, of the sign-in page |
            |---|--:|--:|--:|
            %s
            """,
            people,
            rows)
        + (slow.isEmpty()
            ? "No page takes more than " + LIMIT + " ms."
            : "More than " + LIMIT + " ms: " + String.join("; ", slow) + ".")
        + "\n";
  }

  private static double percentile(long[] nanoseconds, int percent) {
    long[] sorted = Arrays.stream(nanoseconds).sorted().toArray();
    return sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1] / 1e6;
  }
}
