package com.ransomleak.provisioning.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Counts what a list of any size contains, without keeping the list in memory. */
public record Counted(String head, String foot, long bytes, Map<String, Integer> occurrences) {
  private static final String[] TEXTS = {
    "\"resourceType\":\"User\"", "\"resourceType\":\"Group\"", "\"type\":\"User\"}"
  };

  /**
   * Reads the body to its end.
   *
   * @param announced the Content-Length of the response
   */
  public static Counted of(InputStream body, long announced) throws IOException {
    byte[] buffer = new byte[1 << 16];
    int[] matched = new int[TEXTS.length];
    int[] counts = new int[TEXTS.length];
    byte[][] texts = new byte[TEXTS.length][];
    for (int t = 0; t < TEXTS.length; t++) {
      texts[t] = TEXTS[t].getBytes(StandardCharsets.US_ASCII);
    }
    String head = "";
    String foot = "";
    long bytes = 0;
    for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
      if (head.length() < 300) {
        head += new String(buffer, 0, Math.min(n, 300), StandardCharsets.ISO_8859_1);
      }
      foot = new String(buffer, Math.max(0, n - 2), Math.min(n, 2), StandardCharsets.US_ASCII);
      bytes += n;
      for (int i = 0; i < n; i++) {
        for (int t = 0; t < texts.length; t++) {
          // Inside each of the texts, only a quote can start another match.
          matched[t] =
              buffer[i] == texts[t][matched[t]] ? matched[t] + 1 : buffer[i] == '"' ? 1 : 0;
          if (matched[t] == texts[t].length) {
            counts[t]++;
            matched[t] = 0;
          }
        }
      }
    }
    // WildFly sends streamed bodies in chunks.
    if (!System.getProperty("server", "").equals("wildfly")) {
      assertEquals(announced, bytes, "the length");
    }
    Map<String, Integer> occurrences = new HashMap<>();
    for (int t = 0; t < TEXTS.length; t++) {
      occurrences.put(TEXTS[t], counts[t]);
    }
    return new Counted(head, foot, bytes, occurrences);
  }

  public int of(String text) {
    return occurrences.get(text);
  }

  public void assertPage(int totalResults, int itemsPerPage) {
    assertTrue(head.contains("\"totalResults\":" + totalResults + ","), head);
    assertTrue(head.contains("\"itemsPerPage\":" + itemsPerPage + ","), head);
    assertTrue(foot.endsWith("}"), foot);
  }
}
