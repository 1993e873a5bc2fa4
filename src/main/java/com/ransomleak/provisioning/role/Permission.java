package com.ransomleak.provisioning.role;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A permission in the console and the reports. A role that a push creates has none until an
 * administrator grants some.
 */
public enum Permission {
  /**
   * SCIM tokens, activity log, guides. Without a holder nobody could give others access, so the
   * last holder is guarded.
   */
  MANAGE_INTEGRATIONS,
  /**
   * Roles and their permissions. Nobody else could grant it again, so the last holder is guarded.
   */
  MANAGE_ROLES,
  /** Teams, reporting lines and reports. */
  VIEW_REPORTS,
  /** Activity and findings, read-only. {@link #MANAGE_INTEGRATIONS} includes it. */
  VIEW_ACTIVITY;

  /** At least one active user must keep each of these, once a user has it. */
  static final Set<Permission> GUARDED = Set.of(MANAGE_INTEGRATIONS, MANAGE_ROLES);

  /** The name in the console: {@code Manage Integrations}. */
  public String title() {
    String[] words = name().toLowerCase(Locale.ROOT).split("_", -1);
    return Arrays.stream(words)
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining(" "));
  }

  /** The permissions with these names; other names are ignored. */
  public static Set<Permission> named(String... names) {
    return named(Arrays.asList(names));
  }

  /** The permissions with these names; other names are ignored. */
  public static Set<Permission> named(Collection<String> names) {
    Set<Permission> permissions = EnumSet.allOf(Permission.class);
    permissions.removeIf(permission -> !names.contains(permission.name()));
    return permissions;
  }

  /** What a user with these permissions may do: these, and those that they include. */
  public static Set<Permission> effective(Collection<Permission> granted) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    permissions.addAll(granted);
    if (permissions.contains(MANAGE_INTEGRATIONS)) {
      permissions.add(VIEW_ACTIVITY);
    }
    return permissions;
  }

  /**
   * Whether a role with it accepts pushes only after an administrator allows them (§Dec-16, L-05).
   * Permissions that only read are not administrative.
   */
  public boolean isAdministrative() {
    return GUARDED.contains(this);
  }

  /** The guarded ones among these permissions, as the database stores them. */
  static String[] guardedNames(Set<Permission> permissions) {
    return permissions.stream()
        .filter(GUARDED::contains)
        .map(Enum::name)
        .sorted()
        .toArray(String[]::new);
  }
}
