package com.ransomleak.provisioning.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.fixture.SettingsOf;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How lines of events look, and how many there are. */
class EventLogTest {
  private final List<String> lines = new ArrayList<>();
  private final Logger logger = Logger.getLogger(EventLog.LOGGER);
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(handler);
  }

  private static EventLog log(String format) {
    return new EventLog(SettingsOf.deployment(Map.of("provisioning.log-format", format)));
  }

  private static Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tenant", "acme");
    fields.put("status", 409);
    fields.put("trace", null);
    fields.put("reason", "two words\n\"quoted\" {0}");
    return fields;
  }

  @Test
  @DisplayName("Text is key=value on one line, quoted where a value has other characters")
  void text() {
    log("text").write("a", Level.INFO, "request.rejected", fields());
    assertEquals(
        List.of(
            "event=request.rejected tenant=acme status=409 reason=\"two words\\n"
                + "\\\"quoted\\\" {0}\""),
        lines);
  }

  @Test
  @DisplayName("JSON is one object on one line")
  void json() {
    log("json").write("a", Level.INFO, "request.rejected", fields());
    assertEquals(
        List.of(
            "{\"event\":\"request.rejected\",\"tenant\":\"acme\",\"status\":409,"
                + "\"reason\":\"two words\\n\\\"quoted\\\" {0}\"}"),
        lines);
  }

  @Test
  @DisplayName("A kind of line appears 60 times a minute, and does not hide another kind")
  void limit() {
    EventLog log = log("text");
    for (int i = 0; i < 1_000; i++) {
      log.write("a", Level.INFO, "request.rejected", Map.of());
    }
    log.write("b", Level.INFO, "session.rejected", Map.of());
    assertEquals(61, lines.size());
    assertEquals("event=session.rejected", lines.get(60));
  }

  @Test
  @DisplayName("Another format stops the start with the name of the setting")
  void unknownFormat() {
    IllegalStateException error = assertThrows(IllegalStateException.class, () -> log("xml"));
    assertTrue(error.getMessage().startsWith("provisioning.log-format: "), error::getMessage);
  }
}
