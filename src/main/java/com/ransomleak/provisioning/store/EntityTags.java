package com.ransomleak.provisioning.store;

import com.ransomleak.provisioning.scim.ScimException;
import java.util.ArrayList;
import java.util.List;

/**
 * The value of an {@code If-Match} or {@code If-None-Match} header: {@code *} or a list of entity
 * tags (RFC 9110 section 13.1). Tags are compared weakly for both, as SCIM's own examples do
 * (§Dec-15): {@code W/"3"} and {@code "3"} are the same.
 */
public final class EntityTags {
  /** No header: every version matches. */
  public static final EntityTags ABSENT = new EntityTags(false, List.of());

  private final boolean any;
  private final List<String> opaque;

  private EntityTags(boolean any, List<String> opaque) {
    this.any = any;
    this.opaque = opaque;
  }

  /** The tag of a version: {@code W/"3"}. */
  public static String of(long version) {
    return "W/\"" + version + "\"";
  }

  /**
   * Reads a header.
   *
   * @param header the header's value, or null when it was not sent
   * @throws ScimException 400 when it is not a list of entity tags
   */
  public static EntityTags parse(String name, String header) {
    if (header == null) {
      return ABSENT;
    }
    if (header.strip().equals("*")) {
      return new EntityTags(true, List.of());
    }
    List<String> opaque = new ArrayList<>();
    int at = 0;
    while (at < header.length()) {
      if (header.charAt(at) == ',' || Character.isWhitespace(header.charAt(at))) {
        // An empty element of the list (RFC 9110 section 5.6.1.2).
        at++;
        continue;
      }
      int open = header.indexOf('"', at);
      int close = open < 0 ? -1 : header.indexOf('"', open + 1);
      int comma = close < 0 ? -1 : header.indexOf(',', close);
      int end = comma < 0 ? header.length() : comma;
      String prefix = open < 0 ? header : header.substring(at, open).strip();
      boolean wellFormed =
          close >= 0
              && (prefix.isEmpty() || prefix.equals("W/"))
              && header.substring(close + 1, end).isBlank();
      if (!wellFormed) {
        throw new ScimException(
            400, name + " must be * or entity tags such as W/\"3\", separated by commas.");
      }
      opaque.add(header.substring(open + 1, close));
      at = end + 1;
    }
    return new EntityTags(false, opaque);
  }

  /** For If-None-Match: whether the client has this version. */
  public boolean names(long version) {
    return names(Long.toString(version));
  }

  /** The same for a tag that is not a version, without its quotes. */
  public boolean names(String tag) {
    return any || opaque.contains(tag);
  }

  /**
   * For If-Match. The row is locked, so that check and write are atomic (V-04).
   *
   * @throws ScimException 412 when another version is current
   */
  public void requireMatch(long version) {
    if (this != ABSENT && !names(version)) {
      throw ScimException.preconditionFailed(
          "The resource was changed meanwhile: its version is "
              + of(version)
              + ". Read it again and repeat the change.");
    }
  }
}
