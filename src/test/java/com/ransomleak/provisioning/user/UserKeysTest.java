package com.ransomleak.provisioning.user;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserKeysTest {

  @ParameterizedTest
  @CsvSource({
    "'  R&D \t Europe ','R&D Europe'",
    "'Ops','Ops'",
    "'\u00a0Ops\u2003East\u3000','Ops East'",
    "' \t\u00a0 ',''"
  })
  void whiteSpaceInADepartmentDoesNotMakeAnotherTeam(String department, String team) {
    assertEquals(team, UserKeys.spacesFolded(department));
  }
}
