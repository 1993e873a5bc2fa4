package com.ransomleak.provisioning.account;

import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import com.ransomleak.provisioning.tenant.Secrets;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules for passwords, and their slow hash: PBKDF2 with HMAC-SHA512 and 210,000 iterations
 * (OWASP Password Storage Cheat Sheet). A hash contains its parameters, so old hashes stay valid
 * when the parameters change.
 */
@ApplicationScoped
class Passwords {
  static final int MIN_LENGTH = 12;
  static final int MAX_LENGTH = 128;

  /** What zxcvbn calls "safely unguessable": more than 10^8 guesses. */
  private static final int MIN_SCORE = 3;

  private static final Map<String, String> PARAMETERS =
      Map.of(
          "Pbkdf2PasswordHash.Algorithm", "PBKDF2WithHmacSHA512",
          "Pbkdf2PasswordHash.Iterations", "210000",
          "Pbkdf2PasswordHash.SaltSizeBytes", "32",
          "Pbkdf2PasswordHash.KeySizeBytes", "64");

  private final Zxcvbn zxcvbn = new Zxcvbn();

  @Inject private Pbkdf2PasswordHash hash;
  private String hashOfNothing;

  @PostConstruct
  void start() {
    hash.initialize(PARAMETERS);
    hashOfNothing = hash.generate(Secrets.next().toCharArray());
  }

  /**
   * Why a password is rejected, as a key of the message bundle; empty when it is accepted.
   *
   * @param personal names of the user, which make a password easy to guess
   */
  Optional<String> rejection(String password, List<String> personal) {
    String normal = normal(password);
    int length = normal.codePointCount(0, normal.length());
    if (length < MIN_LENGTH) {
      return Optional.of("password.tooShort");
    }
    if (length > MAX_LENGTH) {
      return Optional.of("password.tooLong");
    }
    Strength strength = zxcvbn.measure(normal, personal);
    return strength.getScore() < MIN_SCORE ? Optional.of("password.tooCommon") : Optional.empty();
  }

  /** Slow: call it within {@link HashingPool} only. */
  String hash(String password) {
    return hash.generate(normal(password).toCharArray());
  }

  /**
   * Whether this is the password. Slow: call it within {@link HashingPool} only.
   *
   * @param known its hash; without one the result is false and takes as long
   */
  boolean matches(String password, Optional<String> known) {
    String normal = normal(password);
    // Longer passwords are never accepted, so hashing them would only waste CPU.
    boolean possible = normal.codePointCount(0, normal.length()) <= MAX_LENGTH;
    char[] characters = (possible ? normal : "").toCharArray();
    boolean same = hash.verify(characters, known.orElse(hashOfNothing));
    return same && possible && known.isPresent();
  }

  /** The same characters are the same password, however a keyboard encodes them. */
  private static String normal(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC);
  }
}
