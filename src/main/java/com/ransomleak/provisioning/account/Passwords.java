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
 * What a password must be, and its slow hash: PBKDF2 with HMAC-SHA512 and 210,000 iterations (OWASP
 * Password Storage Cheat Sheet). The hash carries its parameters, so they may grow without making
 * old hashes void.
 */
@ApplicationScoped
class Passwords {
  static final int LEAST_LENGTH = 12;
  static final int GREATEST_LENGTH = 128;

  /** What zxcvbn calls "safely unguessable": more than 10^8 guesses. */
  private static final int LEAST_SCORE = 3;

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
   * Why a password is refused, as a key of the message bundle; empty when it is good.
   *
   * @param personal names of the person, which must not be what the password is made of
   */
  Optional<String> refusal(String password, List<String> personal) {
    String normal = normal(password);
    int length = normal.codePointCount(0, normal.length());
    if (length < LEAST_LENGTH) {
      return Optional.of("password.tooShort");
    }
    if (length > GREATEST_LENGTH) {
      return Optional.of("password.tooLong");
    }
    Strength strength = zxcvbn.measure(normal, personal);
    return strength.getScore() < LEAST_SCORE ? Optional.of("password.tooCommon") : Optional.empty();
  }

  /** Takes long: only within {@link HashPlaces}. */
  String hash(String password) {
    return hash.generate(normal(password).toCharArray());
  }

  /**
   * Whether this is the password. Takes long: only within {@link HashPlaces}.
   *
   * @param known its hash; when there is none, the answer is no and takes just as long
   */
  boolean matches(String password, Optional<String> known) {
    String normal = normal(password);
    // A longer one was never accepted, and hashing it would be a stranger's way to keep us busy.
    boolean possible = normal.codePointCount(0, normal.length()) <= GREATEST_LENGTH;
    char[] characters = (possible ? normal : "").toCharArray();
    boolean same = hash.verify(characters, known.orElse(hashOfNothing));
    return same && possible && known.isPresent();
  }

  /** The same letters are the same password, whatever keyboard wrote them. */
  private static String normal(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC);
  }
}
