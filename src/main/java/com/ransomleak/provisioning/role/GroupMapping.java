package com.ransomleak.provisioning.role;

class GroupMapping {
  static final Object TABLE = null;
}
