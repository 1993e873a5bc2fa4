package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.http.Network;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * How {@link LoginThrottle} counts an attempt to enter a password.
 *
 * @param limits the counted subjects, each with the number of failures after which attempts wait
 * @param source the subject that is the source, when the source is counted
 * @param known whether the attempt comes from a known browser or an open session
 */
record Attempt(Map<String, Integer> limits, Optional<String> source, boolean known) {
  private static final int PAIR_LIMIT = 5;
  private static final int SOURCE_LIMIT = 20;
  private static final int ACCOUNT_LIMIT = 50;
  private static final int BROWSER_LIMIT = 5;

  /**
   * An attempt in a browser in which this user never signed in. It counts for account and source
   * together, for the source, and for the account.
   */
  static Attempt unknown(String account, String source) {
    String network = Network.of(source);
    return new Attempt(
        Map.of(
            "pair " + account + " " + network, PAIR_LIMIT,
            "source " + network, SOURCE_LIMIT,
            "account " + account, ACCOUNT_LIMIT),
        Optional.of("source " + network),
        false);
  }

  /** An attempt in a known browser. Only its own failures count, so others cannot lock it out. */
  static Attempt ofBrowser(UUID browser) {
    return new Attempt(Map.of("browser " + browser, BROWSER_LIMIT), Optional.empty(), true);
  }

  /** An attempt of a signed-in user. Only the failures of this session count. */
  static Attempt ofSession(UUID session) {
    return new Attempt(Map.of("session " + session, BROWSER_LIMIT), Optional.empty(), true);
  }

  String[] subjects() {
    return limits.keySet().toArray(String[]::new);
  }

  /** The subjects that a correct password resets: all except the source. */
  List<String> reset() {
    return limits.keySet().stream()
        .filter(subject -> source.filter(subject::equals).isEmpty())
        .toList();
  }
}
