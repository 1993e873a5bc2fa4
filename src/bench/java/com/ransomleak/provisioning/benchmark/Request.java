package com.ransomleak.provisioning.benchmark;

import io.hyperfoil.http.api.HttpMethod;

/**
 * One HTTP request. In path and body stand {@code ${id}} and {@code ${userName}} of a random user,
 * {@code ${item}} of a random row of the ceiling, a new {@code ${uuid}}, a random {@code ${number}},
 * {@code ${team}}, one of forty, and {@code ${active}}, true or false; {@code @group5000@}, {@code
 * @group50000@} and {@code @lastPage@} are those of the {@link Dataset}.
 *
 * @param body null when there is none
 * @param measured false for what only restores the data
 */
record Request(HttpMethod method, String path, String body, boolean measured) {
  static Request get(String path) {
    return new Request(HttpMethod.GET, path, null, true);
  }

  static Request post(String path, String body) {
    return new Request(HttpMethod.POST, path, body, true);
  }

  static Request put(String path, String body) {
    return new Request(HttpMethod.PUT, path, body, true);
  }

  static Request patch(String path, String operation) {
    return new Request(
        HttpMethod.PATCH,
        path,
        """
        {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[%s]}
        """
            .formatted(operation),
        true);
  }

  Request unmeasured() {
    return new Request(method, path, body, false);
  }

  /** Whether it needs a random user of the data set. */
  boolean isAboutUser() {
    return mentions("${id}") || mentions("${userName}") || mentions("${item}");
  }

  private boolean mentions(String variable) {
    return path.contains(variable) || (body != null && body.contains(variable));
  }
}
