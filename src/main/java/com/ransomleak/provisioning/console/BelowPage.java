package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.org.Hierarchies;
import com.ransomleak.provisioning.report.DirectReport;
import com.ransomleak.provisioning.report.Person;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** {@code all-reports.xhtml}: everybody who reports to a manager, on all levels. */
@Named
@RequestScoped
public class BelowPage extends ConsolePage {
  private static final String LEVEL = "level";

  /** A long line of managers has more levels, which the order by level shows. */
  private static final int MAX_LEVELS = 20;

  @Inject private Reports reports;
  @Inject private Hierarchies hierarchies;
  private Person manager;
  private ReportList<DirectReport> list;
  private List<Level> levels = List.of();

  /** A level below the manager; 0 for all levels. */
  public record Level(int number, long people) {}

  /** Before the page is rendered. */
  public void find() {
    TenantId tenant = user.tenantFor(Permission.VIEW_REPORTS);
    manager =
        ResourceId.of(parameter("id"))
            .flatMap(id -> reports.find(tenant, Person.REPORT, id))
            .orElse(null);
    if (require(manager)) {
      Map<String, String> filters =
          Map.of("id", manager.id().toString(), "depth", "all", LEVEL, parameter(LEVEL));
      list = ReportList.of(this, reports, tenant, DirectReport.ALL_LEVELS, filters);
      List<Long> people = hierarchies.read(tenant).levels(manager.id());
      levels =
          IntStream.rangeClosed(0, Math.min(MAX_LEVELS, people.size()))
              .mapToObj(
                  level ->
                      new Level(
                          level,
                          level == 0
                              ? people.stream().mapToLong(Long::longValue).sum()
                              : people.get(level - 1)))
              .toList();
    }
  }

  public Person getManager() {
    return manager;
  }

  public String getHeading() {
    return manager == null ? "" : Messages.text("below.heading", manager.displayName());
  }

  /** All levels, and each of the first with its number of people. */
  public List<Level> getLevels() {
    return levels;
  }

  /** Whether the list shows this level only. */
  public boolean isShown(Level level) {
    return parameter(LEVEL).equals(level.number() == 0 ? "" : String.valueOf(level.number()));
  }

  /** The query of everybody on a level: its number of people does not depend on the search. */
  public String address(Level level) {
    String number = level.number() == 0 ? "" : String.valueOf(level.number());
    return list.with(Map.of(LEVEL, number, "search", ""));
  }

  public ReportList<DirectReport> getList() {
    return list;
  }
}
