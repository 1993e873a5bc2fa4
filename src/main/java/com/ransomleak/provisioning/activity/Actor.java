package com.ransomleak.provisioning.activity;

import java.util.Locale;
import java.util.UUID;

/**
 * Who causes a change. The kind is separate from the name, because {@code timer} can be a userName.
 *
 * @param name the userName of a user who is signed in to the console, otherwise the kind
 * @param user the id of that user, by which erasure finds rows with the name; otherwise null
 * @param client the User-Agent, or null
 * @param source the address the request came from, or null
 */
public record Actor(Kind kind, String name, UUID user, String client, String source) {
  /** The timers of this service. */
  public static final Actor TIMER = new Actor(Kind.TIMER, "timer", null, null, null);

  /** The settings of the deployment. */
  public static final Actor CONFIGURATION =
      new Actor(Kind.CONFIGURATION, "configuration", null, null, null);

  public enum Kind {
    /** A SCIM client. */
    PROVIDER,
    /** A client that reads reports. */
    REPORTS,
    TIMER,
    CONFIGURATION,
    /** An operator who calls SQL functions. */
    OPS,
    /** A user who is signed in to the console. */
    PERSON,
    /** A client that tried to sign in to the console. */
    ANONYMOUS;

    /** The value in the database. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A user who is signed in to the console. */
  public Actor(String name, UUID user, String client, String source) {
    this(Kind.PERSON, name, user, client, source);
  }

  /** A SCIM client. */
  public static Actor provider(String client, String source) {
    return new Actor(Kind.PROVIDER, "scim", null, client, source);
  }

  /** A client that reads reports. */
  public static Actor reports(String client, String source) {
    return new Actor(Kind.REPORTS, "reports", null, client, source);
  }

  /** A client that is not signed in. */
  public static Actor anonymous(String client, String source) {
    return new Actor(Kind.ANONYMOUS, "unknown", null, client, source);
  }
}
