package com.ransomleak.provisioning.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdministratorOptionsTest {

  @ParameterizedTest
  @CsvSource({
    "ada.lovelace@example.com,Ada,Lovelace",
    "ada@example.com,Ada,Administrator",
    "jean-luc.picard@example.com,Jean,Luc Picard",
    "ADA_LOVELACE,ADA,LOVELACE",
    "@example,Example,Administrator"
  })
  void aNameIsDerivedFromTheUserName(String userName, String givenName, String familyName) {
    assertEquals(
        new AdministratorOptions(userName, givenName, familyName),
        AdministratorOptions.of(userName, Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({"ada@example.com,Augusta,King"})
  void aConfiguredNameWins(String userName, String givenName, String familyName) {
    assertEquals(
        new AdministratorOptions(userName, givenName, familyName),
        AdministratorOptions.of(userName, Optional.of(givenName), Optional.of(familyName)));
  }
}
