package com.ransomleak.provisioning.mapping;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import com.ransomleak.provisioning.scim.filter.Filter;
import com.ransomleak.provisioning.store.ListQuery;
import com.ransomleak.provisioning.store.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and reads the cursors of RFC 9865: a {@link Position}, sealed with a key of the tenant. A
 * cursor gives no authority; it works for the tenant, the query and the count that it was made for
 * and nothing else, and says so without telling which of them is wrong (K-04, K-10). Its characters
 * are unreserved in URLs (K-03).
 */
final class Cursor {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SEAL_LENGTH = 32;

  /** More than the longest key gives. */
  private static final int LONGEST = 8_192;

  private final byte[] secret;
  private final String query;
  private final int count;

  /**
   * Cursors of one query.
   *
   * @param secret the tenant's key
   * @param resources the endpoint that is asked
   */
  Cursor(byte[] secret, TenantId tenant, String resources, ListQuery query) {
    this.secret = secret;
    this.query =
        String.join(
            "\n",
            tenant.value().toString(),
            resources,
            query.filter().map(Filter::text).orElse(""),
            query.sort().map(sort -> sort + " " + sort.attribute().type()).orElse(""));
    this.count = query.count();
  }

  String of(Position position, Instant now) {
    String content =
        String.join(
            "\n",
            Long.toString(now.plus(ListQuery.CURSOR_LIFETIME).getEpochSecond()),
            Integer.toString(count),
            position.id().toString(),
            position.key() == null ? "" : "=" + position.key());
    byte[] text = content.getBytes(StandardCharsets.UTF_8);
    byte[] cursor =
        ByteBuffer.allocate(SEAL_LENGTH + text.length).put(seal(text)).put(text).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
  }

  /**
   * Where the cursor leads.
   *
   * @throws ScimException invalidCursor for what {@link #of} did not make for this query,
   *     expiredCursor, invalidCount when another count is asked for than for the first page (K-13)
   */
  Position read(String cursor, Instant now) {
    String[] content = unsealed(cursor).split("\n", 4);
    if (Long.parseLong(content[0]) <= now.getEpochSecond()) {
      throw new ScimException(
          400,
          ScimType.EXPIRED_CURSOR,
          "The cursor is older than "
              + ListQuery.CURSOR_LIFETIME.toMinutes()
              + " minutes; begin again with an empty cursor.");
    }
    if (Integer.parseInt(content[1]) != count) {
      throw new ScimException(
          400,
          ScimType.INVALID_COUNT,
          "count must stay what it was on the first page, " + content[1] + ".");
    }
    String key = content[3].isEmpty() ? null : content[3].substring(1);
    return new Position(key, UUID.fromString(content[2]));
  }

  private String unsealed(String cursor) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor.length() > LONGEST ? "" : cursor);
      if (bytes.length > SEAL_LENGTH) {
        byte[] text = Arrays.copyOfRange(bytes, SEAL_LENGTH, bytes.length);
        if (MessageDigest.isEqual(seal(text), Arrays.copyOf(bytes, SEAL_LENGTH))) {
          return new String(text, StandardCharsets.UTF_8);
        }
      }
    } catch (IllegalArgumentException e) {
      // Not base64: nothing that we gave out.
    }
    throw new ScimException(
        400,
        ScimType.INVALID_CURSOR,
        "The cursor does not belong to this query. Repeat all parameters of the first page, with"
            + " the nextCursor of the page before, or begin again with an empty cursor.");
  }

  private byte[] seal(byte[] text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      byte[] about = query.getBytes(StandardCharsets.UTF_8);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(about.length).array());
      mac.update(about);
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }
}
