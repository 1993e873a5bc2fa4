package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.Finding;
import com.ransomleak.provisioning.report.FindingKind;
import com.ransomleak.provisioning.report.IgnoredFindings;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code ignore-finding.xhtml}: ignores a finding until a day, or all of a kind if the address
 * names no finding.
 */
@Named
@RequestScoped
public class IgnorePage extends ConsolePage {
  private static final String DATE = "date";

  /** What the address of {@code without-manager.xhtml} contains. */
  private static final List<String> LIST =
      List.of("search", "sort", "after", "reason", "state", "ignored");

  @Inject private Reports reports;
  @Inject private IgnoredFindings ignored;
  private TenantId tenant;
  private FindingKind kind;
  private Optional<UUID> id;
  private Finding finding;

  @Override
  @PostConstruct
  void load() {
    tenant = user.tenantFor(Permission.MANAGE_INTEGRATIONS);
    kind = FindingKind.of(parameter("kind")).orElse(null);
    id = ResourceId.of(parameter("finding"));
    finding =
        kind == null
            ? null
            : id.flatMap(known -> reports.find(tenant, kind.report(), known)).orElse(null);
  }

  /**
   * Before the page is rendered: an unknown kind is answered with 404, an address without a kind
   * leads to all findings. The browser can come back to a finding that was corrected meanwhile.
   */
  public void find() {
    if (parameter("kind").isEmpty()) {
      redirect("/admin/integrations/findings");
    } else if (require(kind) && !isKnown()) {
      redirect(getBack(), "finding.ignore.gone");
    }
  }

  private boolean isKnown() {
    return kind != null && (parameter("finding").isEmpty() || finding != null);
  }

  /**
   * Ignores it.
   *
   * @param choice a number of days, or {@code date}
   */
  public void ignore(String choice, String date, String reason) {
    if (isKnown()) {
      submit(
          () -> {
            if (!getExpected().equals(parameter("expected"))) {
              return false;
            }
            LocalDate day = lastDay(choice, date);
            boolean found = ignored.ignore(tenant, kind, id, day, reason, user.actor());
            if (found) {
              redirect(getBack(), "finding.ignore.done", day);
            }
            return found;
          },
          null);
    }
  }

  /** The list that leads here: that of the kind, or the people without a manager. */
  public String getBack() {
    return parameter("from").equals("withoutManager") && user.may(Permission.VIEW_REPORTS.name())
        ? "/admin/reports/without-manager" + query(LIST, this::parameter)
        : "/admin/integrations/finding?kind=" + kind.word();
  }

  private static LocalDate lastDay(String choice, String date) {
    try {
      return DATE.equals(choice)
          ? LocalDate.parse(date == null ? "" : date.strip())
          : LocalDate.now(ZoneOffset.UTC).plusDays(days(choice));
    } catch (DateTimeException e) {
      throw ScimException.invalidValue(Messages.text("finding.ignore.noDay"));
    }
  }

  private static int days(String choice) {
    if (!List.of("30", "90").contains(String.valueOf(choice))) {
      throw ScimException.invalidValue(Messages.text("finding.ignore.noDay"));
    }
    return Integer.parseInt(choice);
  }

  public FindingKind getKind() {
    return kind;
  }

  /** Null for the whole kind. */
  public Finding getFinding() {
    return finding;
  }

  /** Until when the finding of the address is ignored already; empty if it is not. */
  public String getExpected() {
    return finding == null || finding.ignoredUntil() == null
        ? ""
        : finding.ignoredUntil().toString();
  }

  public List<String> getChoices() {
    return List.of("30", "90", DATE);
  }
}
