package com.ransomleak.provisioning.activity;

import java.util.Locale;
import java.util.UUID;

/**
 * Who caused something. The kind is separate from the name, because a userName may be {@code
 * timer}.
 *
 * @param name the userName of a user who is signed in to the console, otherwise a word for the kind
 * @param user the id of that user, by which erasure finds the rows that contain the name; else null
 * @param client the User-Agent, or null
 * @param source the address the request came from, or null
 */
public record Actor(Kind kind, String name, UUID user, String client, String source) {
  /** The timers of this system. */
  public static final Actor TIMER = new Actor(Kind.TIMER, "timer", null, null, null);

  /** The settings of the deployment. */
  public static final Actor CONFIGURATION =
      new Actor(Kind.CONFIGURATION, "configuration", null, null, null);

  /** Who or what caused something. */
  public enum Kind {
    /** A client of SCIM. */
    PROVIDER,
    /** A client that reads reports. */
    REPORTS,
    TIMER,
    CONFIGURATION,
    /** An operator who calls functions of the database. */
    OPS,
    /** A user, in the console. */
    PERSON,
    /** A client that tried to sign in to the console. */
    STRANGER;

    /** As the database has it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A user who is signed in to the console. */
  public Actor(String name, UUID user, String client, String source) {
    this(Kind.PERSON, name, user, client, source);
  }

  /** A client of SCIM. */
  public static Actor provider(String client, String source) {
    return new Actor(Kind.PROVIDER, "scim", null, client, source);
  }

  /** A client that reads reports. */
  public static Actor reports(String client, String source) {
    return new Actor(Kind.REPORTS, "reports", null, client, source);
  }

  /** A client that is not signed in. */
  public static Actor stranger(String client, String source) {
    return new Actor(Kind.STRANGER, "unknown", null, client, source);
  }
}
