package com.ransomleak.provisioning.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.fixture.SettingsOf;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who the client is, and how it spelt our address, when proxies stand in between (V5). */
class PublicAddressTest {
  private static final String TRUSTED_PROXIES = "provisioning.trusted-proxies";
  private static final String PROXY = "10.0.0.1";

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("Lines of X-Forwarded-For are one list, read from the right over trusted proxies")
  @CsvSource(
      delimiter = '→',
      value = {
        "203.0.113.9 → 203.0.113.9",
        "6.6.6.6 | 203.0.113.9 → 203.0.113.9",
        "6.6.6.6, 203.0.113.9 → 203.0.113.9",
        "6.6.6.6 | 203.0.113.9, 10.0.0.2 → 203.0.113.9",
        "6.6.6.6 | 203.0.113.9 | 10.0.0.2 | 10.0.0.3 → 203.0.113.9",
        "10.0.0.9 | 10.0.0.2 → 10.0.0.9",
        "203.0.113.9 | , , → 203.0.113.9",
        "203.0.113.9:4711 → 203.0.113.9",
        "[2001:db8::7]:4711 → 2001:db8::7",
        "[2001:db8::7] → 2001:db8::7",
        "2001:DB8:0::7 → 2001:db8::7",
        "::ffff:203.0.113.9 → 203.0.113.9",
        "203.0.113.9 | ::ffff:10.0.0.2 → 203.0.113.9"
      })
  void theRealClientIsFound(String lines, String client) {
    assertEquals(client, behindProxy("X-Forwarded-For", lines.strip().split(" \\| ", -1)).client());
  }

  @ParameterizedTest
  @DisplayName("What is not an address is nobody's: the proxy that sent it is the source")
  @ValueSource(
      strings = {"unknown", "_hidden", "10.0.0.2;drop", "*", "10.0.0", "10.0.0.0/8", "1-9.1.1.1"})
  void noAddress(String value) {
    assertEquals(PROXY, behindProxy("X-Forwarded-For", "6.6.6.6", value).client());
  }

  @Test
  @DisplayName("Scheme and host are what the outermost trusted proxy wrote, never the client")
  void schemeAndHost() {
    PublicAddress overwritten =
        read(
            PROXY,
            Map.of(
                "X-Forwarded-For", List.of("203.0.113.9, 10.0.0.2"),
                "X-Forwarded-Proto", List.of("HTTPS"),
                "X-Forwarded-Host", List.of("acme.example.com:8443")));
    assertEquals("https://acme.example.com:8443", overwritten.origin());
    PublicAddress added =
        read(
            PROXY,
            Map.of(
                "X-Forwarded-For", List.of("6.6.6.6", "203.0.113.9, 10.0.0.2"),
                "X-Forwarded-Proto", List.of("http", "https, http"),
                "X-Forwarded-Host", List.of("evil.example", "acme.example.com", "inner:8080")));
    assertEquals("https://acme.example.com", added.origin());
    assertTrue(added.secure());
  }

  @ParameterizedTest
  @DisplayName("A host or scheme that cannot be part of a URL is 400, and names its header")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "X-Forwarded-Host|acme.example.com\"",
        "X-Forwarded-Host|acme example.com",
        "X-Forwarded-Host|acme.example.com/evil",
        "X-Forwarded-Host|user@acme.example.com",
        "X-Forwarded-Host|acme.example.com:99999",
        "X-Forwarded-Host|acme.example.com:x",
        "X-Forwarded-Host|[::1",
        "X-Forwarded-Host|%61cme.example.com",
        "X-Forwarded-Proto|https\"",
        "X-Forwarded-Proto|ht tp",
        "X-Forwarded-Proto|javascript",
        "Host|acme\"example.com",
        "Host|a:x"
      })
  void malformed(String header, String value) {
    PublicAddress address = behindProxy(header, value);
    ScimException refusal = assertThrows(ScimException.class, address::requireWellFormed);
    assertEquals(400, refusal.status());
    assertTrue(refusal.detail().contains(header), refusal.detail());
    assertEquals("", address.host());
  }

  @Test
  @DisplayName("Nobody else's headers are believed, whatever they say; Forwarded never is")
  void untrusted() {
    Map<String, List<String>> claims =
        Map.of(
            "Host", List.of("acme.example.com"),
            "Forwarded", List.of("for=6.6.6.6;host=evil.example;proto=https"),
            "X-Forwarded-For", List.of("6.6.6.6"),
            "X-Forwarded-Proto", List.of("java script"),
            "X-Forwarded-Host", List.of("evil\"example"));
    PublicAddress address = read("203.0.113.9", claims).requireWellFormed();
    assertEquals(
        new PublicAddress("http", "acme.example.com", "203.0.113.9", false, Optional.empty()),
        address);
    assertEquals(
        PROXY, behindProxy("Forwarded", "for=6.6.6.6;host=evil.example;proto=https").client());
  }

  @ParameterizedTest
  @DisplayName("A wrong list of proxies stops the deployment and names its key")
  @ValueSource(strings = {"10.0.0", "localhost", "*", "10.0.0.0/8;10.1.0.0/16", "10.0.0.0/99"})
  void wrongSetting(String list) {
    IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> settings(list));
    assertTrue(refusal.getMessage().startsWith(TRUSTED_PROXIES), refusal.toString());
  }

  private static PublicAddress behindProxy(String header, String... lines) {
    return read(PROXY, Map.of(header, Arrays.asList(lines)));
  }

  private static PublicAddress read(String peer, Map<String, List<String>> headers) {
    return new PublicAddress.Reader(settings("10.0.0.0/8, 2001:db8:1::/48"))
        .read(request(peer, headers));
  }

  private static DeploymentSettings settings(String list) {
    return SettingsOf.deployment(Map.of(TRUSTED_PROXIES, list));
  }

  private static HttpServletRequest request(String peer, Map<String, List<String>> headers) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            PublicAddressTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getAttribute", "setAttribute" -> null;
                  case "getRemoteAddr" -> peer;
                  case "getScheme" -> "http";
                  case "isSecure" -> false;
                  case "getServerName" -> "inner";
                  case "getServerPort" -> 80;
                  case "getHeader" ->
                      headers.getOrDefault(arguments[0], Arrays.asList((String) null)).get(0);
                  case "getHeaders" ->
                      Collections.enumeration(headers.getOrDefault(arguments[0], List.of()));
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
