package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.scim.Shortened;
import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the consequences of one action, as keys with arguments. Not thread-safe.
 *
 * <pre>{@code
 * [{"TEAM_CREATED":["Sales"]},{"MEMBERS_ADDED":[2]}]      the column consequences
 *
 * Team "Sales" created.  2 members added.                 the texts
 * }</pre>
 */
public final class Consequences {
  private static final int MAX_CONSEQUENCES = 50;
  private static final int MAX_ARGUMENT_LENGTH = 256;

  private final List<JsonObject> collected;
  private long omitted;

  public Consequences() {
    this.collected = new ArrayList<>();
  }

  /** A copy. */
  Consequences(Consequences other) {
    this.collected = new ArrayList<>(other.collected);
    this.omitted = other.omitted;
  }

  /**
   * Adds a consequence. Of more than {@value #MAX_CONSEQUENCES}, only the number is kept.
   *
   * @param arguments strings, which are shortened to {@value #MAX_ARGUMENT_LENGTH} characters, and
   *     numbers
   */
  public Consequences add(Consequence consequence, Object... arguments) {
    if (collected.size() == MAX_CONSEQUENCES) {
      omitted++;
      return this;
    }
    JsonArrayBuilder values = ScimJson.array();
    for (Object argument : arguments) {
      values.add(
          argument instanceof Number number
              ? ScimJson.number(number.longValue())
              : ScimJson.string(Shortened.to(MAX_ARGUMENT_LENGTH, argument.toString())));
    }
    collected.add(ScimJson.object().add(consequence.name(), values).build());
    return this;
  }

  /** Adds a consequence with a number, unless the number is 0. */
  public Consequences addCount(Consequence consequence, long count) {
    return count == 0 ? this : add(consequence, count);
  }

  /** Adds the consequences of another collection behind these. */
  public Consequences addAll(Consequences others) {
    int fitting = Math.min(others.collected.size(), MAX_CONSEQUENCES - collected.size());
    collected.addAll(others.collected.subList(0, fitting));
    omitted += others.omitted + others.collected.size() - fitting;
    return this;
  }

  public boolean isEmpty() {
    return collected.isEmpty();
  }

  /** Null when there are none. */
  String json() {
    if (isEmpty()) {
      return null;
    }
    JsonArrayBuilder all = ScimJson.array();
    collected.forEach(all::add);
    if (omitted > 0) {
      all.add(ScimJson.object().add(Consequence.MORE.name(), ScimJson.array().add(omitted)));
    }
    return ScimJson.write(all.build());
  }

  /**
   * The texts of recorded consequences.
   *
   * @param recorded the elements of the column, each as JSON
   */
  public static List<String> texts(List<String> recorded) {
    return recorded.stream()
        .map(json -> ScimJson.parse(json.getBytes(StandardCharsets.UTF_8)))
        .flatMap(consequence -> consequence.entrySet().stream())
        .map(entry -> text(entry.getKey(), entry.getValue().asJsonArray()))
        .toList();
  }

  /** During an upgrade, another node may record a consequence that this one does not know. */
  private static String text(String name, JsonArray arguments) {
    String key = "consequence." + name;
    return Texts.has(key)
        ? Texts.text(key, arguments.stream().map(Consequences::value).toArray())
        : name;
  }

  private static Object value(JsonValue argument) {
    return argument instanceof JsonNumber number
        ? number.longValue()
        : ((JsonString) argument).getString();
  }
}
