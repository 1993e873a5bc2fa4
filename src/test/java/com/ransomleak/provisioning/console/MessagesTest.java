package com.ransomleak.provisioning.console;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.scim.WarningType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessagesTest {

  @ParameterizedTest
  @EnumSource
  void hasATextForEachWarning(WarningType warning) {
    assertTrue(
        warning.note(List.of()).isPresent() || Messages.has("tolerance." + warning),
        "tolerance." + warning);
  }
}
