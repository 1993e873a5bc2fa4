package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.org.Hierarchy;
import com.ransomleak.provisioning.report.OrgChartNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The people of an org chart in the order of a tree: below each open person the first direct
 * reports. The address has the open people, so that the tree works without a script. Each person is
 * opened once, because a reporting loop has no end.
 */
final class OrgChartTree {
  /** Each open person costs a statement. */
  static final int MAX_OPEN = 40;

  private final Hierarchy hierarchy;
  private final Set<UUID> open;
  private final List<OrgChartNode> path;
  private final UUID current;
  private final Function<UUID, List<OrgChartNode>> below;
  private final Set<UUID> opened = new HashSet<>();
  private final List<OrgChartRow> rows = new ArrayList<>();

  /**
   * A person in the tree.
   *
   * @param depth 0 at the top
   * @param open whether direct reports follow
   * @param current whether the address names this person
   * @param total the number of people on all levels below
   * @param toggle the value of the parameter {@code open} that opens or closes the person
   * @param cut whether more direct reports exist than follow
   */
  public record OrgChartRow(
      OrgChartNode node,
      int depth,
      boolean open,
      boolean current,
      long total,
      String toggle,
      boolean cut) {}

  /**
   * A tree.
   *
   * @param path the people between the top and the current one, who are shown even if they are not
   *     among the first reports of their manager
   * @param below the first direct reports of a person
   */
  OrgChartTree(
      Hierarchy hierarchy,
      Set<UUID> open,
      List<OrgChartNode> path,
      UUID current,
      Function<UUID, List<OrgChartNode>> below) {
    this.hierarchy = hierarchy;
    this.open = open;
    this.path = path;
    this.current = current;
    this.below = below;
  }

  List<OrgChartRow> rows(List<OrgChartNode> top) {
    top.forEach(node -> add(node, 0));
    return rows;
  }

  private void add(OrgChartNode node, int depth) {
    boolean isOpen = node.directReports() > 0 && open.contains(node.id()) && opened.add(node.id());
    List<OrgChartNode> reports = isOpen ? new ArrayList<>(below.apply(node.id())) : List.of();
    if (isOpen) {
      path.stream()
          .filter(step -> node.id().equals(step.managerId()))
          .filter(step -> reports.stream().noneMatch(report -> report.id().equals(step.id())))
          .forEach(reports::add);
    }
    rows.add(
        new OrgChartRow(
            node,
            depth,
            isOpen,
            node.id().equals(current),
            hierarchy.below(node.id()).reports(),
            toggled(node.id()),
            isOpen && reports.size() < node.directReports()));
    reports.forEach(report -> add(report, depth + 1));
  }

  private String toggled(UUID id) {
    Set<UUID> ids = new LinkedHashSet<>(open);
    if (!ids.remove(id)) {
      ids.add(id);
    }
    // Beyond the limit, the person who was opened first closes.
    return ids.stream()
        .skip(Math.max(0, ids.size() - MAX_OPEN))
        .map(UUID::toString)
        .collect(Collectors.joining(","));
  }
}
