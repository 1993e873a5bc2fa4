package com.ransomleak.provisioning.activity;

import java.util.Locale;
import java.util.UUID;

/**
 * Who did something. The kind stands apart from the name: somebody's userName may be {@code timer}.
 *
 * @param name the userName of who is signed in to the console, or what the kind is called
 * @param user the id of who is signed in, by which their deeds lose their name once they are
 *     erased; else null
 * @param client the User-Agent, or null
 * @param source the address the request came from, or null
 */
public record Actor(Kind kind, String name, UUID user, String client, String source) {
  /** What this system does by itself, again and again. */
  public static final Actor TIMER = new Actor(Kind.TIMER, "timer", null, null, null);

  /** What the settings of the deployment brought about. */
  public static final Actor CONFIGURATION =
      new Actor(Kind.CONFIGURATION, "configuration", null, null, null);

  /** Whose doing something is. */
  public enum Kind {
    /** A client of SCIM. */
    PROVIDER,
    /** A client that reads reports. */
    REPORTS,
    TIMER,
    CONFIGURATION,
    /** Whoever calls functions of the database. */
    OPS,
    /** A user, in the console. */
    PERSON,
    /** Somebody who tried to become one. */
    STRANGER;

    /** As the database has it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Somebody who is signed in. */
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

  /** Somebody of whom only the address is known. */
  public static Actor stranger(String client, String source) {
    return new Actor(Kind.STRANGER, "unknown", null, client, source);
  }
}
