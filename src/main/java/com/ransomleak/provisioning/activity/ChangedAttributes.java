package com.ransomleak.provisioning.activity;

import com.ransomleak.provisioning.scim.json.ScimJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The attributes in which two versions of a document differ. Names of extension attributes start
 * with the URN.
 */
public final class ChangedAttributes {
  private ChangedAttributes() {}

  public static Set<String> between(JsonObject before, JsonObject after) {
    Set<String> changed = new TreeSet<>();
    collect("", before, after, changed);
    changed.remove("schemas");
    return changed;
  }

  /**
   * The values of these attributes in both versions.
   *
   * <pre>{@code {"displayName":{"before":"Ada","after":"Ada L."}}}</pre>
   *
   * @param names as returned by {@link #between}
   */
  public static JsonObject values(JsonObject before, JsonObject after, Collection<String> names) {
    JsonObjectBuilder values = ScimJson.object();
    for (String name : names) {
      JsonObjectBuilder value = ScimJson.object();
      find(before, name).ifPresent(was -> value.add("before", was));
      find(after, name).ifPresent(is -> value.add("after", is));
      values.add(name, value);
    }
    return values.build();
  }

  private static Optional<JsonValue> find(JsonObject document, String name) {
    int end = name.startsWith("urn:") ? name.lastIndexOf(':') : -1;
    return end < 0 || document.containsKey(name)
        ? Optional.ofNullable(document.get(name))
        : Optional.ofNullable(
            object(document.get(name.substring(0, end))).get(name.substring(end + 1)));
  }

  private static void collect(
      String prefix, JsonObject before, JsonObject after, Set<String> changed) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      JsonValue was = before.get(name);
      JsonValue is = after.get(name);
      if (is != null && is.equals(was)) {
        continue;
      }
      if (prefix.isEmpty() && name.startsWith("urn:")) {
        collect(name + ":", object(was), object(is), changed);
      } else {
        changed.add(prefix + name);
      }
    }
  }

  private static JsonObject object(JsonValue value) {
    return value instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
  }
}
