package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.paging.Page;
import com.ransomleak.provisioning.report.Finding;
import com.ransomleak.provisioning.report.FindingCounts;
import com.ransomleak.provisioning.report.FindingCounts.FindingCount;
import com.ransomleak.provisioning.report.FindingKind;
import com.ransomleak.provisioning.report.ReportRequest;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;

/** {@code findings.xhtml}: what needs attention, grouped by kind, with the first rows of each. */
@Named
@RequestScoped
public class FindingsPage extends ConsolePage {
  private static final int FIRST = 10;

  @Inject private FindingCounts counts;
  @Inject private Reports reports;
  private List<Group> groups;
  private List<FindingCount> ignored;

  /** The findings of one kind, for the tag {@code c:table}, which reads properties. */
  public static final class Group {
    private final FindingKind kind;
    private final FindingCount numbers;
    private final List<Finding> items;

    private Group(FindingKind kind, FindingCount numbers, List<Finding> items) {
      this.kind = kind;
      this.numbers = numbers;
      this.items = items;
    }

    public FindingKind getKind() {
      return kind;
    }

    public FindingCount getNumbers() {
      return numbers;
    }

    /** The first of them. */
    public List<Finding> getItems() {
      return items;
    }

    public Pager getPager() {
      String text = items.size() == 1 ? "list.rangeOfOne" : "list.range";
      return new Pager(Messages.text(text, 1, items.size(), numbers.count()), null, null, false);
    }
  }

  @Override
  @PostConstruct
  void load() {
    TenantId tenant = user.tenantFor(Permission.VIEW_ACTIVITY, Permission.VIEW_REPORTS);
    List<FindingCount> all = counts.all(tenant);
    ignored = all.stream().filter(numbers -> numbers.ignored() > 0).toList();
    groups =
        all.stream()
            .filter(numbers -> numbers.count() > 0)
            .map(numbers -> group(tenant, numbers))
            .toList();
  }

  private Group group(TenantId tenant, FindingCount numbers) {
    FindingKind kind = FindingKind.of(numbers.kind()).orElseThrow();
    Page<Finding> page = reports.page(tenant, kind.report(), ReportRequest.first(Map.of(), FIRST));
    return new Group(kind, numbers, page.items());
  }

  /** The kinds that have findings, the most urgent first. */
  public List<Group> getGroups() {
    return groups;
  }

  /** The kinds of which some findings are ignored. */
  public List<FindingCount> getIgnored() {
    return ignored;
  }
}
