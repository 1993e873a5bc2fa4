package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.org.TeamMerging;
import com.ransomleak.provisioning.org.TeamMerging.AliasPreview;
import com.ransomleak.provisioning.org.TeamMerging.Removal;
import com.ransomleak.provisioning.org.TeamMerging.Spelling;
import com.ransomleak.provisioning.report.FilterChoices;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.schema.NameFold;
import com.ransomleak.provisioning.settings.TeamAliases;
import com.ransomleak.provisioning.settings.TenantOptions;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ChosenSettings;
import com.ransomleak.provisioning.tenant.ChosenSettings.Choice;
import com.ransomleak.provisioning.tenant.TenantSettings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The aliases of teams on {@code settings.xhtml}. An alias that is the name of another team merges
 * the two. The address has a new alias and its team, so that the page shows the effect before a
 * form adds it.
 */
@Named
@RequestScoped
public class AliasesPage extends ConsolePage {
  private static final String ALIASES = "team-aliases";

  @Inject private ChosenSettings chosen;
  @Inject private TeamMerging merging;
  @Inject private TenantSettings deployment;
  @Inject private FilterChoices suggestions;

  private TenantId tenant;
  private TenantOptions options;
  private Map<String, Choice> choices;
  private AliasPreview effect;
  private String effectError;
  private Removal removal;
  private Map<String, Spelling> spellings;
  private List<String> teams;

  @Override
  @PostConstruct
  void load() {
    tenant = user.tenantFor(Permission.MANAGE_INTEGRATIONS);
    options = chosen.options(tenant);
    choices = chosen.of(tenant);
  }

  /** Names of teams to choose from; any other can be typed. */
  public List<String> getTeams() {
    if (teams == null) {
      teams = suggestions.teams(tenant);
    }
    return teams;
  }

  /** Returns to the aliases of the deployment. */
  public void reset() {
    submit(
        () -> getAliasText().equals(parameter("expected")) && save(Optional.empty()),
        "settings.saved");
  }

  private boolean save(Optional<String> value) {
    Optional<String> expected = Optional.ofNullable(choices.get(ALIASES)).map(Choice::value);
    // A choice of the operator's aliases would hide those that the operator adds later.
    Optional<String> other =
        value.filter(
            text ->
                !text.equals(
                    TeamAliases.text(
                        deployment.options(user.getTenant().subdomain()).teamAliases())));
    String userName = user.getSignedIn().userName();
    return user.runAs(tenant, () -> chosen.choose(tenant, ALIASES, expected, other, userName));
  }

  /** The aliases in force: folded department to team. */
  public List<Map.Entry<String, String>> getAliases() {
    return List.copyOf(options.teamAliases().entrySet());
  }

  /** How the departments of the aliases are written, by folded department. */
  public Map<String, Spelling> getSpellings() {
    if (spellings == null) {
      spellings = merging.spellings(tenant, options.teamAliases().keySet());
    }
    return spellings;
  }

  /** What removes an alias: a name of a merged team undoes the merge. */
  public String removalLabel(String alias) {
    return Messages.text(
        getSpellings().get(alias).merged() ? "settings.alias.undo" : "settings.alias.remove.one");
  }

  public boolean isAliasesLocked() {
    return chosen.isLocked(tenant, ALIASES);
  }

  /** What the alias in the address would do, or null. */
  public AliasPreview getEffect() {
    if (effect == null && !parameter("alias").isEmpty() && !parameter("team").isEmpty()) {
      try {
        effect = effect();
      } catch (ScimException rejection) {
        effectError = rejection.detail();
      }
    }
    return effect;
  }

  private AliasPreview effect() {
    return merging.effect(tenant, parameter("alias"), parameter("team"), options.teamAliases());
  }

  /** The team that an alias means, or the name itself if it is no alias. */
  private String meant(String name) {
    return Optional.ofNullable(TeamAliases.team(options.teamAliases(), NameFold.key(name)))
        .orElse(name);
  }

  /** Why the alias in the address is rejected, or null; the page shows it beside the form. */
  public String getEffectError() {
    return effectError;
  }

  /** The effect in words. */
  public String getEffectText() {
    AliasPreview shown = getEffect();
    String key = shown.merged() == null ? "settings.alias.effect" : "settings.alias.effect.merged";
    String text =
        Messages.text(
            key,
            shown.people(),
            departments(shown.spellings()),
            meant(shown.team()),
            shown.merged());
    return shown.known() ? text : text + " " + Messages.text("settings.alias.effect.unknown");
  }

  /**
   * Adds the alias of the form, if the aliases and the number of people are those that the page
   * showed, and opens the team.
   */
  public void addAlias() {
    submit(
        () -> {
          AliasPreview now = effect();
          boolean saved =
              getAliasText().equals(parameter("expected"))
                  && Long.toString(now.people()).equals(parameter("people"))
                  && save(Optional.of(TeamAliases.text(now.addedTo(options.teamAliases()))));
          if (saved) {
            redirect(
                now.known() && user.may("VIEW_REPORTS")
                    ? "/admin/reports/team?id=" + now.teamId()
                    : "/admin/integrations/settings",
                now.merged() == null ? "settings.alias.added" : "settings.alias.merged",
                now.people(),
                now.merged() == null ? String.join(", ", now.spellings()) : now.merged(),
                meant(now.team()));
          }
          return saved;
        },
        null);
  }

  private static String departments(List<String> names) {
    return Messages.text("settings.alias.departments", names.size(), String.join(", ", names));
  }

  /** Whether an administrator chose other aliases than the operator. */
  public boolean isAliasesChosen() {
    return choices.containsKey(ALIASES);
  }

  /** The aliases as they are stored. */
  public String getAliasText() {
    return TeamAliases.text(options.teamAliases());
  }

  /**
   * Before the page is rendered: the buttons of the table of aliases, and the effect of an alias.
   */
  public void find() {
    getEffect();
    removal = subjectOf("remove", this::removalOf);
    if (isForm()) {
      removeAlias(parameter("removeAlias"), "settings.alias.removed");
      removeAlias(parameter("undoMerge"), "settings.alias.undone");
    }
  }

  private Optional<Removal> removalOf(String name) {
    String alias = NameFold.key(name);
    return options.teamAliases().containsKey(alias) && !isAliasesLocked()
        ? Optional.of(merging.removal(tenant, alias, options.teamAliases()))
        : Optional.empty();
  }

  /** Removes aliases, which semicolons separate; nothing if the aliases were changed meanwhile. */
  private void removeAlias(String removed, String success) {
    if (removed.isEmpty()) {
      return;
    }
    submit(
        () -> {
          Map<String, String> others = new LinkedHashMap<>(options.teamAliases());
          return getAliasText().equals(parameter("expected"))
              && Stream.of(removed.split(";", -1)).allMatch(alias -> others.remove(alias) != null)
              && save(Optional.of(TeamAliases.text(others)));
        },
        success);
  }

  /** What the removal of the alias in the address would do, or null. */
  public Removal getRemoval() {
    return removal;
  }

  /** The removal in words. */
  public String getRemovalText() {
    return removalText(getRemoval().people(), getRemoval().departments());
  }

  /** The removal of all aliases of the merge, in words. */
  public String getUndoText() {
    return removalText(getRemoval().allPeople(), getRemoval().allDepartments());
  }

  private String removalText(long people, List<String> names) {
    String team = getRemoval().team();
    return Messages.text(
        "settings.alias.removal",
        people,
        departments(names.stream().map(name -> getSpellings().get(name).spelling()).toList()),
        meant(getRemoval().alias()),
        team == null
            ? Messages.text("settings.alias.removal.own")
            : Messages.text("settings.alias.removal.team", team));
  }

  /** The aliases of the merge, as the form removes them. */
  public String getUndone() {
    return String.join(";", getRemoval().merged());
  }
}
