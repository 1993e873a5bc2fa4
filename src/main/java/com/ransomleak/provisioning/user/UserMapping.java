package com.ransomleak.provisioning.user;

class UserMapping {
  static final Object TABLE = null;
}
