package com.ransomleak.provisioning.role;

/**
 * What a role allows in the console and the reports. A role made by a push carries none until an
 * admin grants some.
 */
public enum Permission {
  /**
   * SCIM tokens, activity, guides. Whoever holds it can let anybody in, so the last holder is
   * guarded.
   */
  MANAGE_INTEGRATIONS,
  /** Roles and what they allow. */
  MANAGE_ROLES,
  /**
   * Teams, reporting lines and the reports made of them; the one permission that is not
   * administrative.
   */
  VIEW_REPORTS;

  /** Whether a role that carries it takes pushes only after an admin said so (§Dec-16, L-05). */
  public boolean isAdministrative() {
    return this != VIEW_REPORTS;
  }
}
