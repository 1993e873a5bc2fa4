package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.activity.Texts;
import com.ransomleak.provisioning.report.Filter.Words;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The kinds of findings, the most urgent first; each has a report with the rows of the kind. */
public enum FindingKind {
  LOOK_ALIKE_ROLES("lookAlikeRoles", Urgency.HIGH, "name", FindingSql.LOOK_ALIKE_ROLES),
  PENDING_MANAGERS(
      "pendingManagers",
      Urgency.MEDIUM,
      "-people",
      FindingSql.PENDING_MANAGERS,
      report ->
          report
              .parameter("manager_keys", ReportContext::managerKeys)
              .completion(Finding::withReason)),
  CIRCLES(
      "circles",
      Urgency.MEDIUM,
      "-people",
      FindingSql.CIRCLES,
      report -> report.parameter("loops", ReportContext::loops).completion(Finding::withChain)),
  SELF_MANAGERS(
      "selfManagers",
      Urgency.MEDIUM,
      "name",
      FindingSql.SELF_MANAGERS,
      report -> report.parameter("self_managers", ReportContext::selfManagers)),
  INACTIVE_MANAGERS("inactiveManagers", Urgency.MEDIUM, "-people", FindingSql.INACTIVE_MANAGERS),
  UNUSABLE_REFERENCES(
      "unusableReferences",
      Urgency.MEDIUM,
      "name",
      FindingSql.UNUSABLE_REFERENCES,
      report -> report.completion(Finding::withLength)),
  UNKNOWN_MEMBERS("unknownMembers", Urgency.MEDIUM, "name", FindingSql.UNKNOWN_MEMBERS),
  DEPARTMENTS_WITHOUT_TEAM(
      "departmentsWithoutTeam", Urgency.MEDIUM, "-people", FindingSql.DEPARTMENTS_WITHOUT_TEAM),
  SHARED_EMAILS("sharedEmails", Urgency.LOW, "-people", FindingSql.SHARED_EMAILS),
  WITHOUT_EXTERNAL_ID("withoutExternalId", Urgency.LOW, "name", FindingSql.WITHOUT_EXTERNAL_ID),
  WITHOUT_MANAGER("withoutManager", Urgency.LOW, "name", FindingSql.WITHOUT_MANAGER);

  private final String word;
  private final Urgency urgency;
  private final boolean several;

  // A report does not change after its declaration.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Report<Finding> report;

  FindingKind(String word, Urgency urgency, String defaultSort, String rows) {
    this(word, urgency, defaultSort, rows, UnaryOperator.identity());
  }

  FindingKind(
      String word,
      Urgency urgency,
      String defaultSort,
      String rows,
      UnaryOperator<Report<Finding>> more) {
    this.word = word;
    this.urgency = urgency;
    this.several = defaultSort.equals("-people");
    this.report =
        more.apply(
            new Report<>(
                    "findings-" + word,
                    Finding.class,
                    "f.id",
                    "from ("
                        + rows
                        + ") f"
                        + FindingSql.IGNORED.formatted("'" + word + "'")
                        + "where true")
                .path("findings/{kind}")
                .filter("kind", Words.of("", word, "true"))
                .filter(
                    "state",
                    Words.of(
                        "open",
                        "open",
                        FindingSql.OPEN,
                        "ignored",
                        "not (" + FindingSql.OPEN + ")",
                        "all",
                        "true"))
                .search(Report.named("(f.sort_key || coalesce(' ' || lower(f.detail), ''))"))
                .sortByName("name", "f.sort_key")
                .sort("people", "f.people", "bigint")
                .defaultSort(defaultSort));
  }

  /** How soon an administrator should act. */
  public enum Urgency {
    /** Somebody may have more access than intended. */
    HIGH,
    /** Reports, teams or reporting lines are incomplete. */
    MEDIUM,
    /** Something can go wrong later. */
    LOW;

    /** The value in the API. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The kind with this {@link #word}, if there is one. */
  public static Optional<FindingKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }

  /** The name in addresses, in the API and in the keys of texts. */
  public String word() {
    return word;
  }

  public Urgency urgency() {
    return urgency;
  }

  /** Whether each row is one user. */
  public boolean isPerson() {
    return this == SELF_MANAGERS
        || this == INACTIVE_MANAGERS
        || this == UNUSABLE_REFERENCES
        || this == WITHOUT_EXTERNAL_ID
        || this == WITHOUT_MANAGER;
  }

  /** Whether a row concerns several users. */
  public boolean isSeveral() {
    return several;
  }

  /** Whether each row is a value that the identity provider sent. */
  public boolean isText() {
    return !isPerson() && this != CIRCLES && this != LOOK_ALIKE_ROLES;
  }

  /** Whether rows have a time. */
  public boolean isTimed() {
    return this == PENDING_MANAGERS || this == UNKNOWN_MEMBERS;
  }

  /** Whether the detail is shown beside the name. */
  public boolean isDetailed() {
    return isPerson() || isTimed() || this == LOOK_ALIKE_ROLES;
  }

  public Report<Finding> report() {
    return report;
  }

  public String title() {
    return Texts.text("overview.finding." + word);
  }

  /** What the kind means, and which problem it causes. */
  public String meaning() {
    return Texts.text("finding.meaning." + word);
  }

  /** What to do in the identity provider or in the console. */
  public String remedy() {
    return Texts.text("finding.remedy." + word);
  }
}
