package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.Cursor;
import com.ransomleak.provisioning.report.ListRequest;
import com.ransomleak.provisioning.report.Listing;
import com.ransomleak.provisioning.report.People;
import com.ransomleak.provisioning.report.People.Person;
import com.ransomleak.provisioning.report.PeopleFilter;
import com.ransomleak.provisioning.report.PersonReport;
import com.ransomleak.provisioning.report.PersonReport.Known;
import com.ransomleak.provisioning.report.Source;
import com.ransomleak.provisioning.report.Timeline;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.store.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.UUID;

/** {@code person.xhtml}: the data of a user, where each value comes from, and since when. */
@Named
@RequestScoped
public class PersonPage extends ConsolePage {
  @Inject private PersonReport reports;
  @Inject private People people;
  @Inject private Timeline timelines;
  private Known known;
  private Listing<Person> reporting;
  private Listing<Timeline.Line> timeline;

  /** Before the page is rendered. */
  public void find() {
    TenantId tenant = user.tenantFor(Permission.VIEW_REPORTS);
    known = reports.find(tenant, parameter("id")).orElse(null);
    if (require(known)) {
      UUID id = known.person().id();
      reporting =
          people.page(
              tenant,
              PeopleFilter.directReportsOf(id),
              ListRequest.lenient(null, "name", null, PAGE_SIZE));
      timeline = timelines.page(tenant, id, Cursor.of(request.getParameter("before")), PAGE_SIZE);
    }
  }

  public Known getKnown() {
    return known;
  }

  public Person getPerson() {
    return known == null ? null : known.person();
  }

  public List<PersonAttribute> getAttributes() {
    return known == null ? List.of() : PersonAttribute.of(known);
  }

  /** The first direct reports, by name. */
  public Listing<Person> getReporting() {
    return reporting;
  }

  public Listing<Timeline.Line> getTimeline() {
    return timeline;
  }

  /** The person or system that a value comes from. */
  public String sourceLabel(Source source) {
    return source.by() != null ? source.by() : Messages.text("person.source." + source.kind());
  }
}
