package com.ransomleak.provisioning.scim.filter;

public class FilterMatcher {
  public static boolean matches(Filter f, jakarta.json.JsonObject o) {
    return false;
  }

  public static boolean matchesElement(Filter f, jakarta.json.JsonValue o) {
    return false;
  }
}
