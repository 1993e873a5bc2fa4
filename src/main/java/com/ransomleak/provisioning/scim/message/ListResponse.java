package com.ransomleak.provisioning.scim.message;

import com.ransomleak.provisioning.scim.json.ScimJson;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The response to a query (RFC 7644 section 3.4.2, RFC 9865 section 2):
 *
 * <pre>{@code
 * {"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
 *  "totalResults":7,"startIndex":1,"itemsPerPage":2,"Resources":[{…},{…}]}
 * }</pre>
 *
 * Counters are JSON integers, {@code itemsPerPage} is the number of resources in this response
 * and {@code Resources} is always present.
 *
 * @param totalResults the number of matches; empty for a page by cursor (K-05)
 * @param startIndex from 1; empty for a page by cursor
 * @param nextCursor present when there is a page after a page by cursor (K-02)
 * @param itemsPerPage the number of resources in this response
 */
public record ListResponse(
    OptionalLong totalResults,
    OptionalLong startIndex,
    Optional<String> nextCursor,
    int itemsPerPage) {
  /** The text after the resources. */
  public static final String TAIL = "]}";

  private static final String HEAD =
      "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"]";

  /** The message with a complete list. */
  public static String text(List<String> resources) {
    ListResponse response =
        new ListResponse(
            OptionalLong.of(resources.size()),
            OptionalLong.of(1),
            Optional.empty(),
            resources.size());
    return response.head() + String.join(",", resources) + TAIL;
  }

  /** The text before the resources, which are separated by commas. */
  public String head() {
    StringBuilder text = new StringBuilder(HEAD);
    totalResults.ifPresent(total -> text.append(",\"totalResults\":").append(total));
    startIndex.ifPresent(index -> text.append(",\"startIndex\":").append(index));
    text.append(",\"itemsPerPage\":").append(itemsPerPage);
    nextCursor.ifPresent(
        cursor -> text.append(",\"nextCursor\":").append(ScimJson.write(ScimJson.string(cursor))));
    return text.append(",\"Resources\":[").toString();
  }
}
