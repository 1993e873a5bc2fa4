package com.ransomleak.provisioning.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a cursor is after an upgrade. */
class CursorTest {
  private static final byte[] KEY = new byte[32];
  private static final String SCOPE = "tenant\npeople";

  private final Instant now = Instant.now();
  private final Cursor cursors = new Cursor(KEY, SCOPE, 0, Duration.ofDays(1));
  private final Position position =
      new Position("Ada", UUID.fromString("01890000-0000-7000-8000-000000000001"), false, 50);

  @Test
  @DisplayName("A cursor leads back to its position")
  void position() {
    assertEquals(position, cursors.read(cursors.write(position, now), now));
  }

  @Test
  @DisplayName("A cursor of an earlier format, with a valid seal, is an unknown cursor (K-10)")
  void earlierFormat() throws Exception {
    byte[] text =
        "%d\n0\n%s"
            .formatted(now.getEpochSecond() + 60, position.id())
            .getBytes(StandardCharsets.UTF_8);
    byte[] scope = SCOPE.getBytes(StandardCharsets.UTF_8);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(scope.length).array());
    mac.update(scope);
    byte[] seal = mac.doFinal(text);
    String earlier =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                ByteBuffer.allocate(seal.length + text.length).put(seal).put(text).array());
    ScimException error = assertThrows(ScimException.class, () -> cursors.read(earlier, now));
    assertEquals(Optional.of(ScimType.INVALID_CURSOR), error.type());
  }
}
