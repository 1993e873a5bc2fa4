package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.org.Hierarchies;
import com.ransomleak.provisioning.paging.Page;
import com.ransomleak.provisioning.report.OrgChartNode;
import com.ransomleak.provisioning.report.Person;
import com.ransomleak.provisioning.report.ReportRequest;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code org-chart.xhtml}: the org chart as a tree from the top, from the person {@code root}, or
 * along the path to {@code person}. {@code open} has the ids of the people whose reports are shown.
 */
@Named
@RequestScoped
public class OrgChartPage extends ConsolePage {
  private static final int MAX_HITS = 20;

  @Inject private Reports reports;
  @Inject private Hierarchies hierarchies;
  private OrgChartNode root;
  private List<OrgChartTree.OrgChartRow> rows = List.of();
  private Page<Person> hits = Page.of(List.of());
  private Pager pager;
  private List<OrgChartNode> ancestors = List.of();
  private ReportList<OrgChartNode> list;

  /** Before the page is rendered. */
  public void find() {
    TenantId tenant = user.tenantFor(Permission.VIEW_REPORTS);
    String id = parameter("root");
    if (!getFind().isEmpty()) {
      ReportRequest search = new ReportRequest(Map.of(), getFind(), "name", "", MAX_HITS);
      hits = reports.countedPage(tenant, Person.REPORT, search);
      pager = Pager.ofSearch(hits);
    }
    if (id.isEmpty() && !parameter("person").isEmpty()) {
      findPath(tenant);
      return;
    }
    if (id.isEmpty()) {
      list = ReportList.of(this, reports, tenant, OrgChartNode.ROOTS, Map.of());
      rows = tree(tenant, open(), List.of(), null).rows(list.getItems());
      return;
    }
    root = one(tenant, id);
    if (require(root)) {
      Map<String, String> filters = Map.of("root", id);
      ancestors = ancestors(tenant, id);
      list = ReportList.of(this, reports, tenant, OrgChartNode.BELOW, filters);
      rows = tree(tenant, open(), List.of(), null).rows(list.getItems());
    }
  }

  /** The tree from the top of the path to a person, with everybody on the path opened. */
  private void findPath(TenantId tenant) {
    OrgChartNode person = one(tenant, parameter("person"));
    if (!require(person)) {
      return;
    }
    List<OrgChartNode> path = new ArrayList<>(ancestors(tenant, person.id().toString()));
    Set<UUID> open = new LinkedHashSet<>();
    path.forEach(step -> open.add(step.id()));
    path.add(person);
    boolean isChosen = request.getParameter("open") != null;
    rows = tree(tenant, isChosen ? open() : open, path, person.id()).rows(List.of(path.get(0)));
  }

  private OrgChartTree tree(
      TenantId tenant, Set<UUID> open, List<OrgChartNode> path, UUID current) {
    return new OrgChartTree(
        hierarchies.read(tenant),
        open,
        path,
        current,
        id ->
            reports
                .page(
                    tenant,
                    OrgChartNode.BELOW,
                    new ReportRequest(Map.of("root", id.toString()), "", "name", "", PAGE_SIZE))
                .items());
  }

  private Set<UUID> open() {
    return Stream.of(parameter("open").split(",", -1))
        .flatMap(id -> ResourceId.of(id).stream())
        .limit(OrgChartTree.MAX_OPEN)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private OrgChartNode one(TenantId tenant, String id) {
    return ResourceId.of(id)
        .flatMap(known -> reports.find(tenant, OrgChartNode.ONE, known))
        .orElse(null);
  }

  private List<OrgChartNode> ancestors(TenantId tenant, String id) {
    return reports
        .page(
            tenant,
            OrgChartNode.ANCESTORS,
            ReportRequest.first(Map.of("root", id), ReportRequest.MAX_LIMIT))
        .items();
  }

  /** The people of the tree, in its order. */
  public List<OrgChartTree.OrgChartRow> getRows() {
    return rows;
  }

  /** The query of the page with other open people, at the person whose link it is. */
  public String toggle(OrgChartTree.OrgChartRow row) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String name : List.of("root", "person", "sort", "after")) {
      parameters.put(name, parameter(name));
    }
    parameters.put("open", row.toggle());
    return parameters.entrySet().stream()
            .filter(entry -> !entry.getValue().isEmpty() || entry.getKey().equals("open"))
            .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"))
        + "#at-"
        + row.node().id();
  }

  /** The search for a person in the chart. */
  public String getFind() {
    return parameter("find");
  }

  /** Which of the people whom the search finds are shown. */
  public Pager getPager() {
    return pager;
  }

  /** The first people whom the search finds, by name. */
  public List<Person> getHits() {
    return hits.items();
  }

  /** The user whose direct reports the page shows; null at the top of the chart. */
  public OrgChartNode getRoot() {
    return root;
  }

  /** The managers above, from the top. */
  public List<OrgChartNode> getAncestors() {
    return ancestors;
  }

  /** Whether there are managers above the first ancestor. A loop is shown as a whole. */
  public boolean isCutAbove() {
    return !ancestors.isEmpty()
        && ancestors.get(0).managerId() != null
        && Stream.concat(Stream.of(root), ancestors.stream())
            .noneMatch(place -> place.id().equals(ancestors.get(0).managerId()));
  }

  public ReportList<OrgChartNode> getList() {
    return list;
  }

  /** {@code , 340 in all}. */
  public String total(long count) {
    return Messages.text("org.total", count);
  }

  /** {@code 12 direct reports}. */
  public String reports(long count) {
    return Messages.text("org.reports", count);
  }
}
