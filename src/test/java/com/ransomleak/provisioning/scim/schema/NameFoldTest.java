package com.ransomleak.provisioning.scim.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameFoldTest {

  @ParameterizedTest
  @CsvSource({
    "'  R&D \t Europe ','R&D Europe'",
    "'Ops','Ops'",
    "'\u00a0Ops\u2003East\u3000','Ops East'",
    "' \t\u00a0 ',''"
  })
  void whiteSpaceDoesNotMakeAnotherName(String typed, String name) {
    assertEquals(name, NameFold.spaces(typed));
  }

  @ParameterizedTest
  @CsvSource({
    "' Administrator','administrator'",
    "'R&D  EUROPE','r&d europe'",
    "'Admini\u200bstra\u00adtor','administrator'",
    "'\uff21dministrator','administrator'",
    "'e\u0301quipe','\u00e9quipe'",
    "'\u200b \ufeff',''",
    "'\u0410dministrator','\u0430dministrator'"
  })
  void whatLooksTheSameHasOneKey(String typed, String key) {
    assertEquals(key, NameFold.key(typed));
  }
}
