package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.ListRequest;
import com.ransomleak.provisioning.report.Listing;
import com.ransomleak.provisioning.report.Managers;
import com.ransomleak.provisioning.report.PendingManagers;
import com.ransomleak.provisioning.report.RoleReports;
import com.ransomleak.provisioning.report.TeamReports;
import com.ransomleak.provisioning.report.TeamReports.State;
import com.ransomleak.provisioning.report.WaitingPeople;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/** The lists of the pages below {@code admin/reports}; the tag {@code c:list} shows one. */
@Named("lists")
@RequestScoped
public class ReportLists extends ConsolePage {
  @Inject private Managers managers;
  @Inject private PendingManagers pending;
  @Inject private RoleReports roles;
  @Inject private TeamReports teams;
  @Inject private WaitingPeople waiting;

  private final Map<String, ReportList<?>> read = new HashMap<>();

  public ReportList<?> getManagers() {
    return list(
        "managers",
        managers::page,
        Map.of(),
        "-directReports",
        "directReports",
        "name",
        "userName");
  }

  public ReportList<?> getPending() {
    return list("pending", pending::page, Map.of(), "-waiting", "since", "reference");
  }

  /** How many manager references are pending, and how many users have one of them. */
  public PendingManagers.Count getPendingTotals() {
    return pending.count(tenant());
  }

  public ReportList<?> getRoles() {
    return list("roles", roles::page, Map.of(), "name", "-people", "people");
  }

  public ReportList<?> getTeams() {
    State state = State.named(parameter("state")).orElse(State.ACTIVE);
    return list(
        "teams",
        (tenant, request) -> teams.list(tenant, request, state),
        Map.of("state", state.word()),
        "name",
        "-people",
        "people",
        "-created");
  }

  /** The values of the filter {@code state} of the teams. */
  public List<String> getTeamStates() {
    return Arrays.stream(State.values()).map(State::word).toList();
  }

  /** The users with one pending manager reference, or with any if the address names none. */
  public ReportList<?> getWaiting() {
    // References are compared as the identity provider sent them, with spaces around them.
    String reference =
        Objects.requireNonNullElse(request.getParameter("reference"), "").replace("\0", "");
    return list(
        "waiting",
        (tenant, request) -> waiting.page(tenant, reference, request),
        Map.of("reference", reference));
  }

  /** Reads a list once per request, although a page refers to it often. */
  private <T> ReportList<?> list(
      String name,
      BiFunction<TenantId, ListRequest, Listing<T>> report,
      Map<String, String> filters,
      String... sorts) {
    return read.computeIfAbsent(
        name,
        key ->
            ReportList.of(request, List.of(sorts), filters, page -> report.apply(tenant(), page)));
  }

  private TenantId tenant() {
    return user.tenantFor(Permission.VIEW_REPORTS);
  }
}
