package com.ransomleak.provisioning.scim.message;

import com.ransomleak.provisioning.scim.json.ScimJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The answer to a query (RFC 7644 section 3.4.2, RFC 9865 section 2):
 *
 * <pre>{@code
 * {"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
 *  "totalResults":7,"startIndex":1,"itemsPerPage":2,"Resources":[{…},{…}]}
 * }</pre>
 *
 * Counters are JSON integers, {@code itemsPerPage} is the number of resources that are really here
 * and {@code Resources} is always present.
 *
 * @param totalResults how many match in all, on every page by index; a page by cursor leaves it out
 *     (K-05)
 * @param startIndex 1-based, when the page was asked for by index
 * @param previousCursor when paging by cursor and there is a page before
 * @param nextCursor when paging by cursor and there is a page after (K-02)
 * @param resources serialised resources: the pages come as text from the database and are not
 *     parsed again
 */
public record ListResponse(
    OptionalLong totalResults,
    OptionalLong startIndex,
    Optional<String> previousCursor,
    Optional<String> nextCursor,
    List<String> resources) {

  private static final String HEAD =
      "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"]";
  private static final String TAIL = "]}";

  /** A page by index. */
  public static ListResponse page(long totalResults, long startIndex, List<String> resources) {
    return new ListResponse(
        OptionalLong.of(totalResults),
        OptionalLong.of(startIndex),
        Optional.empty(),
        Optional.empty(),
        resources);
  }

  /** The message as JSON text. */
  public String text() {
    return head() + String.join(",", resources) + TAIL;
  }

  /** About how many bytes the message has. */
  public long size() {
    return resources.stream().mapToLong(String::length).sum();
  }

  /** The message in UTF-8, resource by resource: a page of large groups is not copied first. */
  public void writeTo(OutputStream output) throws IOException {
    output.write(head().getBytes(StandardCharsets.UTF_8));
    String separator = "";
    for (String resource : resources) {
      output.write((separator + resource).getBytes(StandardCharsets.UTF_8));
      separator = ",";
    }
    output.write(TAIL.getBytes(StandardCharsets.UTF_8));
  }

  private String head() {
    StringBuilder text = new StringBuilder(HEAD);
    totalResults.ifPresent(total -> text.append(",\"totalResults\":").append(total));
    startIndex.ifPresent(index -> text.append(",\"startIndex\":").append(index));
    text.append(",\"itemsPerPage\":").append(resources.size());
    previousCursor.ifPresent(cursor -> member(text, "previousCursor", cursor));
    nextCursor.ifPresent(cursor -> member(text, "nextCursor", cursor));
    return text.append(",\"Resources\":[").toString();
  }

  private static void member(StringBuilder text, String name, String value) {
    text.append(",\"").append(name).append("\":").append(ScimJson.write(ScimJson.string(value)));
  }
}
