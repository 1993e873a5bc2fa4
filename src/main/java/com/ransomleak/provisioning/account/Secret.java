package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.tenant.Sha256;
import java.security.SecureRandom;
import java.util.Base64;

/** Random secrets: shown or sent once, kept as digests, which need no salt for 256 random bits. */
final class Secret {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  private Secret() {}

  static String next() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return text(bytes);
  }

  /** As the database keeps it. */
  static byte[] digest(String secret) {
    return Sha256.digest(secret);
  }

  /** Another secret that follows from this one, and from which this one does not follow. */
  static String derived(String secret, String purpose) {
    return text(digest(purpose + " " + secret));
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
