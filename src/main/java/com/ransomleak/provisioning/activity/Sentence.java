package com.ransomleak.provisioning.activity;

import java.util.Objects;

/** What happened, in one sentence of the message bundle. */
public final class Sentence {
  private Sentence() {}

  /** The sentence for an entry with these values; null for those that do not apply. */
  public static String of(
      String action,
      Actor.Kind actor,
      String method,
      String path,
      String resourceType,
      String resourceName) {
    String name = Objects.requireNonNullElse(resourceName, "");
    String key = "action." + action;
    if (action.startsWith("rejected")) {
      return name.isEmpty()
          ? Texts.text(key, method, path)
          : Texts.text("action.rejectedFor", method, withoutId(path), name);
    }
    if (action.equals("setting.changed")) {
      return Texts.text(key, Texts.has("settings." + name) ? Texts.text("settings." + name) : name);
    }
    if (action.equals("read")) {
      return Texts.text("action.read", path);
    }
    if (action.equals("session.rejected") && actor == Actor.Kind.ANONYMOUS) {
      return Texts.text("action.session.rejectedUnknown");
    }
    boolean erased = resourceName == null && "User".equals(resourceType);
    // During an upgrade, another node may record an action that this one does not know.
    return Texts.has(key) ? Texts.text(key, erased ? Texts.text("activity.erased") : name) : action;
  }

  /** {@code /Users} for {@code /Users/01a2…}, because the name says more than the id. */
  private static String withoutId(String path) {
    int end = path == null ? -1 : path.indexOf('/', 1);
    return end < 0 ? path : path.substring(0, end);
  }
}
