package com.ransomleak.provisioning.activity;

/**
 * Who did something, when it was not a provisioning client.
 *
 * @param name the userName of who is signed in to the console, or {@code timer}, {@code
 *     configuration}
 * @param client the User-Agent, or null
 * @param source the address the request came from, or null
 */
public record Actor(String name, String client, String source) {
  /** What this system does by itself, again and again. */
  public static final Actor TIMER = new Actor("timer", null, null);

  /** What the settings of the deployment brought about. */
  public static final Actor CONFIGURATION = new Actor("configuration", null, null);
}
