package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.FindingCounts;
import com.ransomleak.provisioning.report.FindingCounts.FindingCount;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Set;

/**
 * The number of findings in the menu. It may be a minute old, except beside other numbers. Error
 * pages have none, because no limit of the console applies to them.
 */
@Named
@RequestScoped
public class FindingBadge extends ConsolePage {
  /** The pages that show the number themselves. */
  private static final Set<String> WITH_NUMBERS =
      Set.of("/admin/integrations/findings.xhtml", "/admin/home.xhtml");

  @Inject private FindingCounts counts;
  private Long total;

  public long getTotal() {
    if (total == null) {
      String page = FacesContext.getCurrentInstance().getViewRoot().getViewId();
      if (page.equals(ErrorPage.VIEW)) {
        return 0;
      }
      total =
          WITH_NUMBERS.contains(page) && !user.isLive()
              ? counts.all(user.tenantId()).stream().mapToLong(FindingCount::count).sum()
              : counts.recentTotal(user.tenantId());
    }
    return total;
  }
}
