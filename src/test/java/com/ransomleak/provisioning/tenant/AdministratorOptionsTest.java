package com.ransomleak.provisioning.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
        AdministratorOptions.of(userName, null, null));
  }

  @ParameterizedTest
  @CsvSource({"ada@example.com,Augusta,King"})
  void aConfiguredNameWins(String userName, String givenName, String familyName) {
    assertEquals(
        new AdministratorOptions(userName, givenName, familyName),
        AdministratorOptions.of(userName, givenName, familyName));
  }
}
