package com.ransomleak.provisioning.paging;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes and reads the cursors of one query: a {@link Position}, sealed with a key of the tenant. A
 * cursor gives no authority. It works only for the tenant, the query and the page size that it was
 * made for, and the error does not say which of them is wrong (K-04, K-10). Its characters are
 * unreserved in URLs (K-03).
 */
public final class Cursor {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SEAL_LENGTH = 32;

  /**
   * Part of the seal: what was made before an upgrade that changed the content, or the meaning of a
   * sort value, is then an unknown cursor.
   */
  private static final String FORMAT = "2\n";

  /** More than the longest sort value gives. */
  public static final int MAX_LENGTH = 8_192;

  private final byte[] key;
  private final String scope;
  private final int size;
  private final Duration lifetime;

  /**
   * Cursors of one query.
   *
   * @param key the tenant's key
   * @param scope the tenant, the list, its filters and its order
   * @param size the page size, or 0 where it may change from page to page
   * @param lifetime how long a cursor can be used (K-11)
   */
  public Cursor(byte[] key, String scope, int size, Duration lifetime) {
    this.key = key.clone();
    this.scope = scope;
    this.size = size;
    this.lifetime = lifetime;
  }

  public String write(Position position, Instant now) {
    String content =
        String.join(
            "\n",
            Long.toString(now.plus(lifetime).getEpochSecond()),
            Integer.toString(size),
            position.backward() ? "<" : ">",
            Long.toString(position.offset()),
            position.id().toString(),
            position.value() == null ? "" : "=" + position.value());
    byte[] text = content.getBytes(StandardCharsets.UTF_8);
    byte[] cursor =
        ByteBuffer.allocate(SEAL_LENGTH + text.length).put(seal(text)).put(text).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
  }

  /**
   * Reads a cursor.
   *
   * @throws ScimException invalidCursor for a text that {@link #write} did not make for this query,
   *     expiredCursor, invalidCount for another page size than that of the first page (K-13)
   */
  public Position read(String cursor, Instant now) {
    String[] content = unsealed(cursor).split("\n", 6);
    if (Long.parseLong(content[0]) <= now.getEpochSecond()) {
      throw new ScimException(
          400,
          ScimType.EXPIRED_CURSOR,
          "The cursor is older than "
              + lifetime.toMinutes()
              + " minutes; begin again with an empty cursor.");
    }
    if (Integer.parseInt(content[1]) != size) {
      throw new ScimException(
          400,
          ScimType.INVALID_COUNT,
          "count must stay what it was on the first page, " + content[1] + ".");
    }
    String value = content[5].isEmpty() ? null : content[5].substring(1);
    return new Position(
        value, UUID.fromString(content[4]), content[2].equals("<"), Long.parseLong(content[3]));
  }

  private String unsealed(String cursor) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor.length() > MAX_LENGTH ? "" : cursor);
      if (bytes.length > SEAL_LENGTH) {
        byte[] text = Arrays.copyOfRange(bytes, SEAL_LENGTH, bytes.length);
        if (MessageDigest.isEqual(seal(text), Arrays.copyOf(bytes, SEAL_LENGTH))) {
          return new String(text, StandardCharsets.UTF_8);
        }
      }
    } catch (IllegalArgumentException e) {
      // Not Base64, so not a cursor of this server.
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
      mac.init(new SecretKeySpec(key, ALGORITHM));
      byte[] about = (FORMAT + scope).getBytes(StandardCharsets.UTF_8);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(about.length).array());
      mac.update(about);
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }
}
