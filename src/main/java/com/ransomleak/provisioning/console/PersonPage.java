package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.paging.Page;
import com.ransomleak.provisioning.report.Person;
import com.ransomleak.provisioning.report.PersonDetails;
import com.ransomleak.provisioning.report.PersonReport;
import com.ransomleak.provisioning.report.ReportRequest;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.report.Source;
import com.ransomleak.provisioning.report.TimelineEntry;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;

/** {@code person.xhtml}: the data of a user, where each value comes from, and since when. */
@Named
@RequestScoped
public class PersonPage extends ConsolePage {
  private static final int MAX_REPORTS = 10;

  @Inject private PersonReport personReport;
  @Inject private Reports reports;
  private PersonDetails details;
  private Page<Person> reporting;
  private ReportList<TimelineEntry> timeline;

  /** Before the page is rendered. */
  public void find() {
    TenantId tenant = user.tenantFor(Permission.VIEW_REPORTS);
    details = personReport.find(tenant, parameter("id")).orElse(null);
    if (require(details)) {
      String id = details.person().id().toString();
      reporting =
          reports.page(
              tenant,
              Person.REPORT,
              new ReportRequest(Map.of("manager", id), "", "name", "", MAX_REPORTS));
      timeline = ReportList.of(this, reports, tenant, TimelineEntry.REPORT, Map.of("id", id));
    }
  }

  public PersonDetails getDetails() {
    return details;
  }

  public Person getPerson() {
    return details == null ? null : details.person();
  }

  public List<PersonAttribute> getAttributes() {
    return details == null ? List.of() : PersonAttribute.of(details);
  }

  /** The first direct reports, by name. */
  public Page<Person> getReporting() {
    return reporting;
  }

  /** A page cannot ask an Optional: Jakarta EL 6 reads the properties of its value. */
  public boolean isMoreReporting() {
    return reporting.next().isPresent();
  }

  public ReportList<TimelineEntry> getTimeline() {
    return timeline;
  }

  /** The person or system that a value comes from. */
  public String sourceLabel(Source source) {
    return source.by() != null ? source.by() : Messages.text("person.source." + source.source());
  }
}
