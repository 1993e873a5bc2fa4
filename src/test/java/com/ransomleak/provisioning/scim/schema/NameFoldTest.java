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
}
