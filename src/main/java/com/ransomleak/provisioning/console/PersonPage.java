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
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;

/** {@code person.xhtml}: everything known of one person, why it is so, and since when. */
@Named
@RequestScoped
public class PersonPage {
  private static final int PAGE_SIZE = 50;

  @Inject private CurrentUser visitor;
  @Inject private PersonReport reports;
  @Inject private People people;
  @Inject private Timeline timeLine;
  @Inject private HttpServletRequest request;
  private Known known;
  private Listing<Person> reporting = new Listing<>(List.of(), Optional.empty());
  private Listing<Timeline.Line> lines = new Listing<>(List.of(), Optional.empty());

  @PostConstruct
  void load() {
    String id = Optional.ofNullable(request.getParameter("id")).orElse("");
    known = reports.find(visitor.tenantFor(Permission.VIEW_REPORTS), id).orElse(null);
    if (known == null) {
      return;
    }
    reporting =
        people.page(
            visitor.tenantFor(Permission.VIEW_REPORTS),
            PeopleFilter.directReportsOf(known.person().id()),
            ListRequest.lenient(null, "name", null, PAGE_SIZE));
    lines =
        timeLine.page(
            visitor.tenantFor(Permission.VIEW_REPORTS),
            known.person().id(),
            Cursor.of(request.getParameter("before")),
            PAGE_SIZE);
  }

  /** Before the page is built: another tenant's person is as unknown as one that never was. */
  public void find() {
    if (known == null) {
      Pages.answerUnknown();
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

  /** The first of them, by name. */
  public List<Person> getReporting() {
    return reporting.items();
  }

  public boolean isMoreReporting() {
    return reporting.next().isPresent();
  }

  public List<Timeline.Line> getLines() {
    return lines.items();
  }

  public boolean isOlder() {
    return lines.next().isPresent();
  }

  /** The address of the same page with what is older. */
  public String getOlderAddress() {
    return "person?id="
        + known.person().id()
        + "&before="
        + lines.next().map(Cursor::toString).orElse("")
        + "#timeline";
  }

  /** Whose doing, in words. */
  public String said(Source source) {
    return source.by() != null ? source.by() : Messages.text("person.source." + source.kind());
  }
}
