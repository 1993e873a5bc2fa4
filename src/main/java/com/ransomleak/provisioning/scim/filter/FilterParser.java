package com.ransomleak.provisioning.scim.filter;

import com.ransomleak.provisioning.scim.schema.*;

public class FilterParser {
  public static Filter parse(String s, ResourceType t) {
    return null;
  }

  public static Filter parseValueFilter(String s, AttributePath p, ResourceType t) {
    return null;
  }
}
