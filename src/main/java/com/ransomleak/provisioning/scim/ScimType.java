package com.ransomleak.provisioning.scim;

/** The error keywords of RFC 7644 section 3.12, table 9, and RFC 9865 section 2.1. */
public enum ScimType implements Keyword {
  INVALID_FILTER,
  TOO_MANY,
  UNIQUENESS,
  MUTABILITY,
  INVALID_SYNTAX,
  INVALID_PATH,
  NO_TARGET,
  INVALID_VALUE,
  INVALID_VERS,
  SENSITIVE,
  INVALID_CURSOR,
  EXPIRED_CURSOR,
  INVALID_COUNT
}
