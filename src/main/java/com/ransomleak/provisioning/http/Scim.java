package com.ransomleak.provisioning.http;

/** The media types of SCIM (RFC 7644 section 3.1 and 3.8). */
public final class Scim {
  public static final String JSON = "application/scim+json";
  public static final String PLAIN_JSON = "application/json";

  private Scim() {}
}
