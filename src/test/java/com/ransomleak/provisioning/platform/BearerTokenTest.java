package com.ransomleak.provisioning.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ransomleak.provisioning.scim.WarningType;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** T-03, T-04. */
class BearerTokenTest {

  @ParameterizedTest
  @ValueSource(strings = {"Bearer rlscim_x", "bearer rlscim_x", "BEARER   rlscim_x "})
  @DisplayName("T-03: the scheme is case-insensitive")
  void schemeIsCaseInsensitive(String header) {
    assertEquals(new BearerToken("rlscim_x", Optional.empty()), BearerToken.of(header).get());
  }

  @Test
  @DisplayName("T-04: a bare token is accepted")
  void bareTokensAreAccepted() {
    assertEquals(
        new BearerToken("rlscim_x", Optional.of(WarningType.BARE_TOKEN)),
        BearerToken.of("rlscim_x").get());
  }

  @Test
  @DisplayName("T-04: a doubled prefix is accepted")
  void doubledPrefixesAreAccepted() {
    assertEquals(
        new BearerToken("rlscim_x", Optional.of(WarningType.DOUBLED_BEARER)),
        BearerToken.of("Bearer Bearer rlscim_x").get());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  ", "Bearer", "Bearer  ", "bearer bearer"})
  void nothingIsNoToken(String header) {
    assertEquals(Optional.empty(), BearerToken.of(header));
  }
}
