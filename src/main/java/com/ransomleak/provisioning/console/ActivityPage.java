package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.activity.ActivityQueries;
import com.ransomleak.provisioning.activity.ActivityQueries.Kind;
import com.ransomleak.provisioning.activity.ActivityQueries.RejectionCause;
import com.ransomleak.provisioning.activity.Entry;
import com.ransomleak.provisioning.report.ActivityEntry;
import com.ransomleak.provisioning.report.Change;
import com.ransomleak.provisioning.report.HealthReader;
import com.ransomleak.provisioning.report.Person;
import com.ransomleak.provisioning.report.ReportRequest;
import com.ransomleak.provisioning.report.Reports;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.scim.schema.CaseFold;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ChosenSettings;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code activity.xhtml}: the activity, newest first; the address has the filters. And {@code
 * activity-entry.xhtml}.
 */
@Named
@RequestScoped
public class ActivityPage extends ConsolePage {
  private static final int MAX_CAUSES = 5;

  /** The errors for a value that another user has. */
  private static final Pattern TAKEN = Pattern.compile("(userName|externalId) \"([^\"]*)\" ");

  private static final Pattern EXISTS = Pattern.compile(" as id ([0-9a-f-]{36})");

  @Inject private ActivityQueries activity;
  @Inject private Reports reports;
  @Inject private HealthReader health;
  @Inject private ChosenSettings settings;

  private ReportList<ActivityEntry> list;
  private Optional<OffsetDateTime> lastContact;
  private List<RejectionCause> causes;
  private ActivityRow row;
  private boolean withChanges;
  private boolean personKnown;
  private Person holder;

  /** Before {@code activity-entry.xhtml} is rendered. */
  public void find() {
    row =
        ResourceId.of(parameter("id"))
            .flatMap(id -> activity.entry(tenant(), id))
            .map(ActivityRow::new)
            .orElse(null);
    require(row);
    personKnown = row != null && isPerson(row.entry());
    holder = row != null && user.may("VIEW_REPORTS") ? holder(row.entry()) : null;
    withChanges =
        row != null
            && user.may(Permission.VIEW_REPORTS.name())
            && !row.entry().isRejected()
            && hasChanges(row.entry().id());
  }

  /** A deleted person has no page, and neither has a person whose creation was rejected. */
  private boolean isPerson(Entry entry) {
    return "User".equals(entry.resourceType())
        && entry.resourceId() != null
        && ResourceId.of(entry.resourceId())
            .flatMap(id -> reports.find(tenant(), Person.REPORT, id))
            .isPresent();
  }

  /** The person who has the value that was rejected because it must be unique, or null. */
  private Person holder(Entry entry) {
    if (entry.status() != 409) {
      return null;
    }
    String detail = Objects.requireNonNullElse(entry.detail(), "");
    Matcher taken = TAKEN.matcher(detail);
    if (!taken.lookingAt()) {
      Matcher exists = EXISTS.matcher(detail);
      return exists.find()
          ? ResourceId.of(exists.group(1))
              .flatMap(id -> reports.find(tenant(), Person.REPORT, id))
              .orElse(null)
          : null;
    }
    String value = taken.group(2);
    return reports
        .page(tenant(), Person.EXACT, ReportRequest.first(Map.of("exact", value), 5))
        .items()
        .stream()
        .filter(
            person ->
                taken.group(1).equals("userName")
                    ? CaseFold.key(person.userName()).equals(CaseFold.key(value))
                    : value.equals(person.externalId()))
        .findFirst()
        .orElse(null);
  }

  public Person getHolder() {
    return holder;
  }

  private boolean hasChanges(UUID entry) {
    ReportRequest changes = ReportRequest.first(Map.of("activity", entry.toString()), 1);
    return !reports.page(tenant(), Change.REPORT, changes).items().isEmpty();
  }

  /** The entry of {@code activity-entry.xhtml}. */
  public ActivityRow getRow() {
    return row;
  }

  /** Whether administrators cannot choose that values are recorded. */
  public boolean isValuesLocked() {
    return settings.isLocked(tenant(), "record-values");
  }

  /** Whether the entry is about a person who has a page. */
  public boolean isPersonKnown() {
    return personKnown;
  }

  /** Whether the request of the entry changed access, roles, teams or managers. */
  public boolean isWithChanges() {
    return withChanges;
  }

  /** An invalid filter finds nothing, and the page says which. */
  public ReportList<ActivityEntry> getList() {
    if (list == null) {
      Map<String, String> filters =
          ActivityEntry.REPORT.filters().keySet().stream()
              .filter(name -> !parameter(name).isEmpty())
              .filter(
                  name -> !name.equals("kind") || !parameter(name).equalsIgnoreCase(word(Kind.ALL)))
              .collect(Collectors.toMap(name -> name, this::parameter));
      list = ReportList.of(this, reports, tenant(), ActivityEntry.REPORT, filters);
    }
    return list;
  }

  public String actor(ActivityEntry entry) {
    return entry.actorKind().equals("person")
        ? entry.actor()
        : ActivityRow.actor(entry.actorKind().toUpperCase(Locale.ROOT), entry.action());
  }

  /** Which deviations a request had that was accepted with warnings. */
  public List<String> warnings(ActivityEntry entry) {
    return entry.isRejected()
        ? List.of()
        : entry.warnings().stream().map(ActivityRow::meaning).distinct().toList();
  }

  /** The style of the result; its word is {@code word.<style>}. */
  public String style(ActivityEntry entry) {
    if (entry.isRejected()) {
      return "bad";
    }
    return entry.warnings().isEmpty() ? "good" : "warn";
  }

  /** The most frequent reasons for rejections, on the first page of rejected requests. */
  public List<RejectionCause> getCauses() {
    if (causes == null) {
      boolean shown = kind() == Kind.REJECTED && getList().getPager().previous() == null;
      causes = shown ? activity.causes(tenant(), MAX_CAUSES) : List.<RejectionCause>of();
    }
    return List.copyOf(causes);
  }

  /** When the identity provider last sent a request with a token of this tenant, or null. */
  public OffsetDateTime getLastContact() {
    if (lastContact == null) {
      lastContact = health.lastRequest(tenant());
    }
    return lastContact.orElse(null);
  }

  /** Whether the page updates itself. A search reads too much for that. */
  public boolean isLive() {
    return parameter("after").isEmpty() && parameter("search").isEmpty();
  }

  public List<String> getKinds() {
    return Arrays.stream(Kind.values()).map(ActivityPage::word).toList();
  }

  public String getKind() {
    return word(kind());
  }

  public List<String> getStatuses() {
    return ActivityEntry.STATUSES;
  }

  /** The query of the same search for another kind of entries. */
  public String address(String kind) {
    return getList().with(Map.of("kind", kind.equals(word(Kind.ALL)) ? "" : kind));
  }

  /** The address of an entry, with what this list shows. */
  public String entry(UUID id) {
    return "activity-entry" + query(name -> name.equals("id") ? id.toString() : parameter(name));
  }

  /** The list that led to the entry. */
  public String getBack() {
    return "activity" + query(name -> name.equals("id") ? "" : parameter(name));
  }

  private static String query(UnaryOperator<String> parameters) {
    return query(
        List.of("id", "kind", "search", "status", "from", "to", "person", "after"), parameters);
  }

  private TenantId tenant() {
    return user.tenantFor(Permission.VIEW_ACTIVITY);
  }

  private Kind kind() {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.name().equalsIgnoreCase(parameter("kind")))
        .findFirst()
        .orElse(Kind.ALL);
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
