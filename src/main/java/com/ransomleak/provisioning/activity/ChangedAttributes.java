package com.ransomleak.provisioning.activity;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of the attributes in which two states of a document differ; those of an extension with
 * its URN before them.
 */
public final class ChangedAttributes {
  private ChangedAttributes() {}

  public static Set<String> between(JsonObject before, JsonObject after) {
    Set<String> changed = new TreeSet<>();
    collect("", before, after, changed);
    changed.remove("schemas");
    return changed;
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
