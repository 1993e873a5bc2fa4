package com.ransomleak.provisioning.mapping;

public class SqlFilter {
  public static Sql compile(com.ransomleak.provisioning.scim.filter.Filter f, Object t) {
    return null;
  }
}
