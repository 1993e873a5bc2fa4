package com.ransomleak.provisioning.account;

import com.ransomleak.provisioning.http.Network;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * How {@link LoginThrottle} counts an attempt to give a password.
 *
 * @param limits what is counted, each with the failures after which attempts have to wait
 * @param source which of them is the source, when the source is counted
 * @param known whether the attempt comes from a known browser or an open session
 */
record Attempt(Map<String, Integer> limits, Optional<String> source, boolean known) {
  private static final int LIMIT_OF_PAIR = 5;
  private static final int LIMIT_OF_SOURCE = 20;
  private static final int LIMIT_OF_ACCOUNT = 50;
  private static final int LIMIT_OF_BROWSER = 5;

  /**
   * Of a browser in which this user never signed in: counts by account and source, by source, and
   * by account.
   */
  static Attempt unknown(String account, String source) {
    String network = Network.of(source);
    return new Attempt(
        Map.of(
            "pair " + account + " " + network, LIMIT_OF_PAIR,
            "source " + network, LIMIT_OF_SOURCE,
            "account " + account, LIMIT_OF_ACCOUNT),
        Optional.of("source " + network),
        false);
  }

  /** Of a known browser: only its own failures count, so others cannot lock it out. */
  static Attempt ofBrowser(UUID browser) {
    return new Attempt(Map.of("browser " + browser, LIMIT_OF_BROWSER), Optional.empty(), true);
  }

  /** Of somebody who is signed in: only the failures of this session count. */
  static Attempt ofSession(UUID session) {
    return new Attempt(Map.of("session " + session, LIMIT_OF_BROWSER), Optional.empty(), true);
  }

  String[] subjects() {
    return limits.keySet().toArray(String[]::new);
  }

  /** What a right password resets: everything except the source. */
  List<String> reset() {
    return limits.keySet().stream()
        .filter(subject -> source.filter(subject::equals).isEmpty())
        .toList();
  }
}
