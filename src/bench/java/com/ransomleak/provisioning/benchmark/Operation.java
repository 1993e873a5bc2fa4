package com.ransomleak.provisioning.benchmark;

import java.util.List;
import java.util.stream.Stream;

/** What one row of the table measures. */
enum Operation {
  CEILING_SELECT("ceiling: one select", 8, "", Request.get("/ceiling/items/${item}")),
  GET("GET user", 8, "55 %", Request.get("/scim/v2/Users/${id}")),
  LOOKUP("lookup by userName", 8, "55 %", Request.get(lookup("${userName}"))),
  LOOKUP_NOTHING("lookup that finds nothing", 8, "55 %", Request.get(lookup("nobody@${userName}"))),
  CEILING_INSERT(
      "ceiling: insert + audit",
      8,
      "",
      Request.post("/ceiling/items", user("${uuid}@example.com", "Department ${team}", ""))),
  CREATE(
      "create with department and manager",
      8,
      "40 %",
      Request.post(
          "/scim/v2/Users",
          user(
              "${uuid}@example.com",
              "Department ${team}",
              ",\"manager\":{\"value\":\"${userName}\"}"))),
  PUT(
      "PUT that changes the title",
      8,
      "40 %",
      Request.put("/scim/v2/Users/${id}", user("${userName}", "Department 1", ""))),
  PATCH(
      "PATCH of the title",
      8,
      "40 %",
      Request.patch(
          "/scim/v2/Users/${id}",
          "{\"op\":\"replace\",\"value\":{\"title\":\"Engineer ${number}\"}}")),
  PATCH_ACTIVE(
      "PATCH of active",
      8,
      "40 %",
      Request.patch(
          "/scim/v2/Users/${id}", "{\"op\":\"replace\",\"value\":{\"active\":${active}}}")),
  OKTA_MIX(
      "Okta mix: 6 lookups, 2 PUT, 1 create, 1 PATCH",
      8,
      "2 × before",
      Stream.of(
              List.of(LOOKUP, LOOKUP, PUT, LOOKUP, CREATE),
              List.of(LOOKUP, LOOKUP, PUT, LOOKUP, PATCH))
          .flatMap(List::stream)
          .map(operation -> operation.requests.get(0))
          .toArray(Request[]::new)),
  ADD_MEMBER_5000("add a member to a group of 5,000", 1, "p50 1.5 ms", toggle("@group5000@")),
  ADD_MEMBER_50000("add a member to a group of 50,000", 1, "p50 1.5 ms", toggle("@group50000@")),
  FIRST_PAGE("page of 100 users", 1, "p50 3 ms", Request.get("/scim/v2/Users?count=100")),
  LAST_PAGE(
      "last page of 100 users",
      1,
      "2 × the first",
      Request.get("/scim/v2/Users?count=100&startIndex=@lastPage@")),
  GET_GROUP("GET of a group of 5,000", 1, "p50 12 ms", Request.get("/scim/v2/Groups/@group5000@"));

  /** What makes the users of the data set, when there is nobody yet who could be a manager. */
  static final Request NEW_USER =
      Request.post("/scim/v2/Users", user("${uuid}@example.com", "Department ${team}", ""));

  final String title;

  /** How many requests are under way at the same time. */
  final int connections;

  /** What issue 12 asks for: a part of the ceiling, or a time. */
  final String aim;

  /** One after the other. */
  @SuppressWarnings("ImmutableEnumChecker") // It is a List.of.
  final List<Request> requests;

  Operation(String title, int connections, String aim, Request... requests) {
    this.title = title;
    this.connections = connections;
    this.aim = aim;
    this.requests = List.of(requests);
  }

  /** What it is measured against, with as many connections; itself for a ceiling. */
  Operation ceiling() {
    return this == CEILING_SELECT || this == GET || this == LOOKUP || this == LOOKUP_NOTHING
        ? CEILING_SELECT
        : CEILING_INSERT;
  }

  /** Whether a comparison with a ceiling says anything. */
  boolean hasCeiling() {
    return connections == 8 && this != OKTA_MIX;
  }

  private static String lookup(String userName) {
    return "/scim/v2/Users?filter=userName%20eq%20%22" + userName + "%22";
  }

  /** Adds a random user and takes it out again, so that the group keeps its size. */
  private static Request[] toggle(String group) {
    String path = "/scim/v2/Groups/" + group;
    return new Request[] {
      Request.patch(
          path, "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"${id}\"}]}"),
      Request.patch(path, "{\"op\":\"remove\",\"path\":\"members[value eq \\\"${id}\\\"]\"}")
          .unmeasured()
    };
  }

  /** As Okta sends one. */
  private static String user(String userName, String department, String manager) {
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
       {"employeeNumber":"${number}","department":"%2$s","costCenter":"4711"%3$s}}
    """
        .formatted(userName, department, manager);
  }
}
