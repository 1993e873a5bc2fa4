package com.ransomleak.provisioning.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The label of a SCIM request comes from its method and its path. */
class OperationTest {
  @ParameterizedTest(name = "{0} {1} is {2}")
  @CsvSource({
    "POST, /scim/v2/Users, USERS_CREATE",
    "GET, /scim/v2/Users, USERS_LIST",
    "HEAD, /scim/v2/Users/, USERS_LIST",
    "POST, /scim/v2/Users/.search, USERS_LIST",
    "GET, /scim/v2/Users/17, USERS_READ",
    "PUT, /scim/v2/Users/17, USERS_REPLACE",
    "PATCH, /scim/v2/Groups/17, GROUPS_PATCH",
    "DELETE, /scim/v2/Groups/17, GROUPS_DELETE",
    "OPTIONS, /scim/v2/Users, OTHER",
    "GET, /scim/v2, ALL_LIST",
    "GET, /scim/v2/, ALL_LIST",
    "POST, /scim/v2/.search, ALL_LIST",
    "POST, /scim/v2/, OTHER",
    "DELETE, /scim/v2, OTHER",
    "GET, /scim/v2/.search, OTHER",
    "POST, /scim/v2/Bulk, BULK",
    "GET, /scim/v2/Schemas/x, DISCOVERY",
    "GET, /scim/v2/Unknown, OTHER",
    "GET, /scim/v3/Users, OTHER",
    "GET, /scim, OTHER",
    "GET, /scim/v21, OTHER",
    "GET, /health/other, OTHER"
  })
  void labels(String method, String path, Operation expected) {
    assertEquals(expected, Operation.of(method, path));
  }
}
