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
import java.util.HashMap;
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
 * along the path to {@code person}. {@code open} has the ids of the people whose reports are shown;
 * {@code levels} opens the first levels in its place.
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
  private boolean limited;
  private final Map<UUID, List<OrgChartNode>> below = new HashMap<>();

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
      rows =
          tree(tenant, openBelow(tenant, list.getItems()), List.of(), null).rows(list.getItems());
      return;
    }
    root = one(tenant, id);
    if (require(root)) {
      Map<String, String> filters = Map.of("root", id);
      ancestors = ancestors(tenant, id);
      list = ReportList.of(this, reports, tenant, OrgChartNode.BELOW, filters);
      rows =
          tree(tenant, openBelow(tenant, list.getItems()), List.of(), null).rows(list.getItems());
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
    return new OrgChartTree(hierarchies.read(tenant), open, path, current, id -> below(tenant, id));
  }

  private List<OrgChartNode> below(TenantId tenant, UUID id) {
    return below.computeIfAbsent(
        id,
        manager ->
            reports
                .page(
                    tenant,
                    OrgChartNode.BELOW,
                    new ReportRequest(
                        Map.of("root", manager.toString()), "", "name", "", PAGE_SIZE))
                .items());
  }

  /** The people whom the address opens, or else the managers on its first levels. */
  private Set<UUID> openBelow(TenantId tenant, List<OrgChartNode> top) {
    int levels = List.of("", "1", "2", "3").indexOf(parameter("levels"));
    Set<UUID> open = levels > 0 ? new LinkedHashSet<>() : open();
    List<OrgChartNode> level = top;
    for (int i = 0; i < levels; i++) {
      List<OrgChartNode> managers =
          level.stream()
              .filter(node -> node.directReports() > 0 && !open.contains(node.id()))
              .toList();
      List<OrgChartNode> opened =
          managers.stream().limit(OrgChartTree.MAX_OPEN - open.size()).toList();
      limited |= opened.size() < managers.size();
      opened.forEach(node -> open.add(node.id()));
      level = opened.stream().flatMap(node -> below(tenant, node.id()).stream()).toList();
    }
    return open;
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
    return query("open", row.toggle()) + "#at-" + row.node().id();
  }

  /** The query of the page with its first levels open. */
  public String levels(int levels) {
    return query("levels", String.valueOf(levels));
  }

  private String query(String changed, String value) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String name : List.of("root", "person", "sort", "after")) {
      parameters.put(name, parameter(name));
    }
    parameters.put(changed, value);
    return parameters.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty() || entry.getKey().equals(changed))
        .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
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

  /** Whether the levels have more people than can be open. */
  public boolean isLimited() {
    return limited;
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
