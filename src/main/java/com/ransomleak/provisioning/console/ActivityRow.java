package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.activity.Actor;
import com.ransomleak.provisioning.activity.Consequences;
import com.ransomleak.provisioning.activity.Entry;
import com.ransomleak.provisioning.activity.Sentence;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** An activity entry with the texts that the console shows. */
public record ActivityRow(Entry entry) {
  /** An accepted deviation from the RFCs, and the attributes that it concerns. */
  public record Tolerated(String name, String meaning, String subjects) {}

  /** A changed attribute; before and after are empty if values are not recorded. */
  public record Changed(String attribute, String before, String after) {}

  /**
   * The attribute for whose value a request was rejected; the value is null if it is not recorded.
   */
  public record Rejected(String attribute, String value) {}

  /** What happened, in one sentence. */
  public String sentence() {
    return Sentence.of(
        entry.action(),
        entry.actorKind(),
        entry.method(),
        entry.path(),
        entry.resourceType(),
        entry.resourceName());
  }

  public List<String> consequences() {
    return Consequences.texts(entry.consequences());
  }

  public String actor() {
    return entry.actorKind() == Actor.Kind.PERSON
        ? entry.actor()
        : actor(entry.actorKind().name(), entry.action());
  }

  /** Who it was if it was no person. Anybody can send a request without a token of the tenant. */
  static String actor(String kind, String action) {
    return Messages.text("actor." + (action.startsWith("rejected.token") ? "UNKNOWN" : kind));
  }

  public String style() {
    if (entry.isRejected()) {
      return "bad";
    }
    return entry.tolerances().isEmpty() ? "good" : "warn";
  }

  /** The state in a word, because colour alone is not accessible. */
  public String word() {
    return Messages.text("word." + style());
  }

  /** What an administrator can do about a rejection, or empty. */
  public String advice() {
    boolean conflict = entry.status() == 409 && entry.scimType() == null;
    String key = "advice." + entry.status() + (conflict ? ".state" : "");
    return entry.isRejected() && entry.isFromProvider() && Messages.has(key)
        ? Messages.text(key)
        : "";
  }

  /** What the keyword of a SCIM error means; empty without one. */
  public String scimType() {
    String key = "scimType." + entry.scimType();
    return Messages.has(key) ? Messages.text(key) : "";
  }

  public List<Tolerated> tolerated() {
    List<Tolerated> tolerated = new ArrayList<>();
    entry
        .tolerances()
        .forEach(
            (name, subjects) -> {
              tolerated.add(new Tolerated(name, meaning(name), join(subjects)));
            });
    return tolerated;
  }

  /** What the name of an accepted deviation means. */
  static String meaning(String name) {
    String key = "tolerance." + name;
    return Messages.has(key) ? Messages.text(key) : name;
  }

  /** Whether unknown members were skipped, which is a finding, too. */
  public boolean hasUnknownMembers() {
    return entry.tolerances().containsKey(WarningType.UNKNOWN_MEMBER_SKIPPED.name());
  }

  private static String join(JsonValue subjects) {
    return String.join(", ", subjects.asJsonArray().getValuesAs(JsonString::getString));
  }

  /** Null if no single value was the reason for a rejection. */
  public Rejected rejected() {
    return entry.isRejected()
        ? entry.values().stream()
            .flatMap(values -> values.entrySet().stream())
            .map(
                value ->
                    new Rejected(
                        value.getKey(), value.getValue().asJsonObject().getString("sent", null)))
            .findFirst()
            .orElse(null)
        : null;
  }

  /** Whether {@link #changed()} has values to show. */
  public boolean hasValues() {
    return !values().isEmpty();
  }

  public List<Changed> changed() {
    if (entry.action().equals("setting.changed")) {
      return entry.changed().stream().map(this::setting).toList();
    }
    JsonObject values = values();
    return entry.changed().stream()
        .map(
            attribute ->
                new Changed(
                    attribute, text(values, attribute, "before"), text(values, attribute, "after")))
        .toList();
  }

  /**
   * The recorded values. If the tenant does not record values, those of {@code active} are known
   * from the action.
   */
  private JsonObject values() {
    return entry.values().orElseGet(this::activeValues);
  }

  private JsonObject activeValues() {
    boolean reactivated = entry.action().equals("user.reactivated");
    if (!reactivated && !entry.action().equals("user.deactivated")) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
    return ScimJson.object()
        .add("active", ScimJson.object().add("before", !reactivated).add("after", reactivated))
        .build();
  }

  /** A setting with its label, and its values as Settings shows them. */
  private Changed setting(String name) {
    String key = "settings." + name;
    return new Changed(
        Messages.has(key) ? Messages.text(key) : name,
        settingValue(name, "before"),
        settingValue(name, "after"));
  }

  private String settingValue(String name, String when) {
    return values().get(name) instanceof JsonObject change && change.containsKey(when)
        ? SettingsPage.valueLabel(name, change.getString(when))
        : Messages.text("settings.value.default");
  }

  private static String text(JsonObject values, String attribute, String when) {
    if (!(values.get(attribute) instanceof JsonObject change) || !change.containsKey(when)) {
      return "";
    }
    JsonValue value = change.get(when);
    return value instanceof JsonString string ? string.getString() : ScimJson.write(value);
  }
}
