package com.ransomleak.provisioning.benchmark;

import io.hyperfoil.http.api.HttpMethod;

/**
 * One kind of request. In path and body stand {@code ${id}} and {@code ${userName}} of a random
 * user, {@code ${item}} of a random row of the ceiling, a new {@code ${uuid}}, a random {@code
 * ${number}} and {@code ${team}}, one of forty.
 */
enum Operation {
  CEILING_SELECT("ceiling: one select", HttpMethod.GET, "/ceiling/items/${item}", null),
  LOOKUP(
      "lookup by userName",
      HttpMethod.GET,
      "/scim/v2/Users?filter=userName%20eq%20%22${userName}%22",
      null),
  GET("GET", HttpMethod.GET, "/scim/v2/Users/${id}", null),
  CEILING_INSERT(
      "ceiling: insert + audit",
      HttpMethod.POST,
      "/ceiling/items",
      Operation.user("${uuid}@example.com", "Department ${team}")),
  CREATE("create", HttpMethod.POST, "/scim/v2/Users", Operation.user("${uuid}@example.com", "Department ${team}")),
  PUT("PUT", HttpMethod.PUT, "/scim/v2/Users/${id}", Operation.user("${userName}", "Department 1")),
  PATCH(
      "PATCH",
      HttpMethod.PATCH,
      "/scim/v2/Users/${id}",
      """
      {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
       "Operations":[{"op":"replace","value":{"title":"Engineer ${number}"}}]}
      """);

  final String title;
  final HttpMethod method;
  final String path;
  final String body;

  Operation(String title, HttpMethod method, String path, String body) {
    this.title = title;
    this.method = method;
    this.path = path;
    this.body = body;
  }

  /** What it is measured against; itself for a ceiling. */
  Operation ceiling() {
    return method == HttpMethod.GET ? CEILING_SELECT : CEILING_INSERT;
  }

  /** The least part of its ceiling, in percent, that we aim at. */
  int aim() {
    return switch (this) {
      case CEILING_SELECT, CEILING_INSERT -> 100;
      case LOOKUP, GET -> 50;
      case CREATE -> 40;
      case PUT, PATCH -> 33;
    };
  }

  /** As Okta sends one. */
  private static String user(String userName, String department) {
    return """
    {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
     "userName":"%1$s","externalId":"%1$s","active":true,"displayName":"Ada Lovelace",
     "name":{"givenName":"Ada","familyName":"Lovelace"},"title":"Engineer ${number}",
     "emails":[{"value":"%1$s","type":"work","primary":true}],
     "phoneNumbers":[{"value":"+1 555 0100","type":"work"}],
     "addresses":[{"type":"work","streetAddress":"1 Main Street","locality":"Springfield","country":"US"}],
     "locale":"en-US","timezone":"America/Chicago",
     "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
       {"employeeNumber":"${number}","department":"%2$s","costCenter":"4711"}}
    """
        .formatted(userName, department);
  }
}
