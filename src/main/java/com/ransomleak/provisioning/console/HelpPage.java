package com.ransomleak.provisioning.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Comparator;
import java.util.List;

/**
 * {@code help.xhtml}: the glossary of the console. The texts of a term are {@code help.term.<key>}
 * and {@code help.means.<key>} in the message bundle; the key is also its anchor.
 */
@Named
@RequestScoped
public class HelpPage {
  private static final String MANAGE_INTEGRATIONS = "MANAGE_INTEGRATIONS";
  private static final String MANAGE_ROLES = "MANAGE_ROLES";
  private static final String VIEW_REPORTS = "VIEW_REPORTS";
  private static final String VIEW_ACTIVITY = "VIEW_ACTIVITY";

  private static final List<Term> TERMS =
      List.of(
          new Term("activity", "integrations/activity", "activity.title", VIEW_ACTIVITY),
          new Term("activityToken", "integrations/activity-access", "activityAccess.title"),
          new Term("administrator", "roles/administrators", "administrators.title", MANAGE_ROLES),
          new Term("alias", "integrations/settings#aliases", "settings.title"),
          new Term("change", "reports/changes", "changes.title", VIEW_REPORTS),
          new Term("consequence", "integrations/activity", "activity.title", VIEW_ACTIVITY),
          new Term("externalId", "reports/people", "people.title", VIEW_REPORTS),
          new Term("finding", "integrations/findings", "findings.title", VIEW_REPORTS),
          new Term("ignoredFinding", "integrations/findings", "findings.title", VIEW_REPORTS),
          new Term("loop", "reports/without-manager", "withoutManager.title", VIEW_REPORTS),
          new Term("managerReference", "reports/people", "people.title", VIEW_REPORTS),
          new Term("passwordLink", "roles/administrators", "administrators.title", MANAGE_ROLES),
          new Term("pendingManager", "reports/pending", "pending.title", VIEW_REPORTS),
          new Term("permission", "roles/roles", "roles.title", MANAGE_ROLES),
          new Term("person", "reports/people", "people.title", VIEW_REPORTS),
          new Term("push", "roles/roles", "roles.title", MANAGE_ROLES),
          new Term("reportToken", "integrations/report-access", "reportAccess.title"),
          new Term("reportingLine", "reports/org-chart", "org.title", VIEW_REPORTS),
          new Term("role", "reports/roles", "rolesReport.title", VIEW_REPORTS),
          new Term("session", "account/sessions", "sessions.title", null),
          new Term(
              "withoutManager", "reports/without-manager", "withoutManager.title", VIEW_REPORTS),
          new Term("strict", "integrations/scim-provisioning", "scim.title"),
          new Term("team", "reports/teams", "teams.title", VIEW_REPORTS),
          new Term("tenant", "home", "home.title", VIEW_REPORTS),
          new Term("token", "integrations/scim-provisioning#api-token", "scim.title"),
          new Term("overlap", "integrations/scim-provisioning#api-token", "scim.title"),
          new Term(
              "warning", "integrations/activity?kind=warnings", "activity.title", VIEW_ACTIVITY));

  @Inject private CurrentUser user;

  /**
   * A word of the console.
   *
   * @param page the page where it matters, below {@code /admin/}
   * @param title the key of the title of that page
   * @param permission which the page requires; null for none
   */
  public record Term(String key, String page, String title, String permission) {
    Term(String key, String page, String title) {
      this(key, page, title, MANAGE_INTEGRATIONS);
    }

    public String name() {
      return Messages.text("help.term." + key);
    }

    public String meaning() {
      return Messages.text("help.means." + key);
    }
  }

  /** All terms by name. */
  public List<Term> getTerms() {
    return TERMS.stream()
        .sorted(Comparator.comparing(Term::name, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  /** Whether the user may open the page of a term. */
  public boolean isOpen(Term term) {
    return term.permission() == null || user.may(term.permission());
  }
}
