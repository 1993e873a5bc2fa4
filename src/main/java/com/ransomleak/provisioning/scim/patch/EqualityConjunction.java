package com.ransomleak.provisioning.scim.patch;

class EqualityConjunction {
  static java.util.Optional<jakarta.json.JsonObject> of(Object o) {
    return java.util.Optional.empty();
  }
}
