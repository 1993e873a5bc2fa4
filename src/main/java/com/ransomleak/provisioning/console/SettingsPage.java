package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.SessionTimes;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.settings.TenantOptions;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ChosenSettings;
import com.ransomleak.provisioning.tenant.ChosenSettings.Choice;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/**
 * {@code settings.xhtml}: what administrators choose in place of the settings of the deployment. A
 * form contains the value that its page showed: if that is no longer in force, the form changes
 * nothing. {@link AliasesPage} has the aliases of teams.
 */
@Named
@RequestScoped
public class SettingsPage extends ConsolePage {
  private static final String IDLE = "session-idle-time";
  private static final String LIFETIME = "session-lifetime";

  @Inject private ChosenSettings chosen;
  @Inject private SessionTimes times;

  private TenantId tenant;
  private TenantOptions options;
  private Map<String, Choice> choices;

  /**
   * A setting with a few values.
   *
   * @param locked whether the operator has set it
   * @param chosenAt when an administrator chose it, or null
   * @param chosenBy who chose it, in words
   * @param values what can be chosen, with the value in force
   */
  public record SettingRow(
      String name,
      String value,
      boolean locked,
      OffsetDateTime chosenAt,
      String chosenBy,
      List<String> values) {}

  @Override
  @PostConstruct
  void load() {
    tenant = user.tenantFor(Permission.MANAGE_INTEGRATIONS);
    options = chosen.options(tenant);
    choices = chosen.of(tenant);
  }

  /** The settings with a few values each. */
  public List<SettingRow> getSettings() {
    return List.of(
        shown("record-values", options.recordValues(), "true", "false"),
        shown("create-teams", options.createTeams(), "true", "false"),
        shown(
            "archive-empty-teams-after",
            options.archiveEmptyTeamsAfter(),
            "P1D",
            "P7D",
            "P30D",
            "P90D",
            "P365D"),
        shown(IDLE, times.idle(options), upTo(times.maxIdle(), 5, 15, 30, 60)),
        shown(
            LIFETIME, times.lifetime(options), upTo(times.maxLifetime(), 60, 240, 480, 720, 1440)));
  }

  /** These minutes, up to the longest time that the operator allows. */
  private static String[] upTo(Duration max, long... minutes) {
    return LongStream.of(minutes)
        .mapToObj(Duration::ofMinutes)
        .filter(time -> time.compareTo(max) <= 0)
        .map(TenantOptions::text)
        .toArray(String[]::new);
  }

  private SettingRow shown(String name, Object inForce, String... known) {
    // PT24H and P1D are the same duration with two texts.
    String value =
        inForce instanceof Duration duration ? TenantOptions.text(duration) : inForce.toString();
    List<String> values = new ArrayList<>(List.of(known));
    if (!values.contains(value)) {
      values.add(value);
    }
    Choice choice = choices.get(name);
    return new SettingRow(
        name,
        value,
        chosen.isLocked(tenant, name),
        choice == null ? null : choice.changedAt(),
        choice == null || choice.changedBy() == null
            ? Messages.text("settings.chosen")
            : Messages.text("settings.chosenBy", choice.changedBy()),
        values);
  }

  public String label(String name, String value) {
    return valueLabel(name, value);
  }

  /** The text of a value of any setting that administrators choose. */
  static String valueLabel(String name, String value) {
    String key = "settings." + name + "." + value;
    if (name.equals(IDLE) || name.equals(LIFETIME)) {
      return Messages.duration(Duration.parse(value));
    }
    if (name.equals("team-aliases")) {
      return value.isEmpty()
          ? Messages.text("settings.team-aliases.none")
          : value.replace("=", " → ").replace(";", ", ");
    }
    return Messages.has(key) ? Messages.text(key) : value;
  }

  /** Chooses the value of a form, if the form shows the value in force. */
  public void choose(String name) {
    choose(name, Optional.of(parameter("value")));
  }

  /** Returns to the setting of the deployment. */
  public void reset(String name) {
    choose(name, Optional.empty());
  }

  private void choose(String name, Optional<String> value) {
    BooleanSupplier change = () -> isShown(name) && save(name, value);
    Duration current =
        Map.of(IDLE, times.idle(options), LIFETIME, times.lifetime(options)).get(name);
    String time = value.orElseGet(() -> Objects.toString(maxTimes().get(name)));
    if (current != null && SessionTimes.isLonger(time, current)) {
      submit(
          change,
          "settings.longer." + name,
          Messages.duration(Duration.parse(time)),
          Messages.duration(current));
    } else {
      submit(change, "settings.saved");
    }
  }

  private Map<String, Duration> maxTimes() {
    return Map.of(IDLE, times.maxIdle(), LIFETIME, times.maxLifetime());
  }

  private boolean isShown(String name) {
    return getSettings().stream()
        .filter(shown -> shown.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value()
        .equals(parameter("expected"));
  }

  private boolean save(String name, Optional<String> value) {
    value.ifPresent(text -> requireWithinLimit(name, text));
    Optional<String> expected = Optional.ofNullable(choices.get(name)).map(Choice::value);
    String userName = user.getSignedIn().userName();
    return user.runAs(tenant, () -> chosen.choose(tenant, name, expected, value, userName));
  }

  /** A text that is not a duration is rejected later. */
  private void requireWithinLimit(String name, String text) {
    Duration max = maxTimes().get(name);
    if (max != null && SessionTimes.isLonger(text, max)) {
      throw ScimException.invalidValue(
          Messages.text("settings.session.long", Messages.duration(max)));
    }
  }
}
